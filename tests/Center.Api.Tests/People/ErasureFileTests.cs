using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>What is kept of erasures beside the keys outlives power cuts, and is never doubled.</summary>
public sealed class ErasureFileTests : IDisposable
{
    private readonly ScratchHome _home = new("erasures");
    private readonly ErasureFile _file;

    public ErasureFileTests() => _file = new ErasureFile(_home.Open());

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task what_is_kept_is_read_again_once()
    {
        var (first, second) = (One(), One());
        await _file.KeepAsync([first], Stopping);
        await _file.KeepAsync([first with { At = DateTimeOffset.MaxValue }, second], Stopping);

        (await _file.ReadAsync(Stopping)).ShouldBe([first, second]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task what_a_power_cut_left_of_a_line_is_passed_over_and_written_over()
    {
        var (first, second) = (One(), One());
        await _file.KeepAsync([first], Stopping);
        await File.AppendAllTextAsync(_file.Path, "{\"centre\":\"nan\0\0\0", Stopping);

        (await _file.ReadAsync(Stopping)).ShouldBe([first]);
        await _file.KeepAsync([second], Stopping);

        (await _file.ReadAsync(Stopping)).ShouldBe([first, second]);
    }

    [Fact]
    public async Task a_line_that_cannot_be_read_is_named()
    {
        await _file.KeepAsync([One()], Stopping);
        await File.AppendAllTextAsync(_file.Path, "{\"centre\":\"a\",\"person\":\"nobody\"}\n", Stopping);

        (await Should.ThrowAsync<StartupFailure>(() => _file.ReadAsync(Stopping))).Message.ShouldContain("Line 2");
    }

    [Fact]
    public async Task many_at_once_lose_nothing()
    {
        var all = Enumerable.Range(0, 20).Select(_ => One()).ToList();

        await Task.WhenAll(all.Select(one => _file.KeepAsync([one], Stopping)));

        (await _file.ReadAsync(Stopping)).ShouldBe(all, ignoreOrder: true);
    }

    private static KeptErasure One() =>
        new("nanyang_xincun", Guid.NewGuid().ToString("D"), new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
}
