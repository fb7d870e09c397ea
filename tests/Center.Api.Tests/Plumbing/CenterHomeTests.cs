using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

public sealed class CenterHomeTests : IDisposable
{
    private readonly ScratchHome _scratch = new("home");

    [Fact]
    public async Task everybody_who_makes_a_secret_at_once_gets_the_same()
    {
        var homes = Enumerable.Range(0, 8).Select(_ => _scratch.Open()).ToList();
        for (var round = 0; round < 20; round++)
        {
            var (name, made) = ($"key-{round}", 0);

            var secrets = await Task.WhenAll(
                homes.Select(home =>
                    Task.Run(() =>
                        home.ReadOrCreateSecret(
                            name,
                            () =>
                            {
                                Interlocked.Increment(ref made);
                                return RandomNumberGenerator.GetBytes(32);
                            }
                        )
                    )
                )
            );

            secrets.Select(Convert.ToHexString).Distinct().ShouldHaveSingleItem();
            made.ShouldBe(1);
            Directory.GetFiles(_scratch.Folder, "key-*").Length.ShouldBe(round + 1);
        }
    }

    [Fact]
    public void a_secret_that_is_there_is_not_made_again()
    {
        var home = _scratch.Open();
        home.WriteSecret("key", [1, 2, 3]);

        home.ReadOrCreateSecret("key", () => throw new InvalidOperationException("made again")).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void a_secret_is_replaced_whole()
    {
        var home = _scratch.Open();
        home.WriteSecret("key", [1, 2, 3]);
        home.WriteSecret("key", [4]);

        home.ReadSecret("key").ShouldBe([4]);
        home.ReadSecret("other").ShouldBeNull();
    }

    [Fact]
    public void only_the_owner_can_enter_the_folder_and_read_a_secret()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Windows has no such modes; the folder lies in the profile of the user.
        }

        var home = _scratch.Open();
        home.WriteSecret("key", [1]);

        File.GetUnixFileMode(home.Folder)
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(home.PathOf("key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void a_folder_that_cannot_be_made_is_told_in_one_sentence()
    {
        File.WriteAllText(_scratch.Folder, "a file stands in the way");

        var failure = Should.Throw<StartupFailure>(() => CenterHome.Open(_scratch.Folder));

        failure.Message.ShouldContain("CENTER_HOME");
        failure.Message.ShouldContain(_scratch.Folder);
    }

    public void Dispose() => _scratch.Dispose();
}
