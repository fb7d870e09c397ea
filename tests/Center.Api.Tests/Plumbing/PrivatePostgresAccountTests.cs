using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

/// <summary>Which account the server runs as, and where its data can lie; as root these lend it another account.</summary>
public sealed class PrivatePostgresAccountTests : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private static readonly bool IsRoot = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux();
    private readonly ScratchHome _scratch = new("hidden/home");

    [Fact]
    public async Task data_lie_where_the_account_of_the_server_can_reach_them()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // No account is lent there.
        }

        var hidden = Directory.CreateDirectory(Path.GetDirectoryName(_scratch.Folder)!).FullName;
        File.SetUnixFileMode(hidden, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await (await StartAsync()).DisposeAsync();
        var data = _scratch.DataFolder;
        await (await StartAsync()).DisposeAsync();

        File.Exists(Path.Combine(data, "PG_VERSION")).ShouldBeTrue();
        data.StartsWith(_scratch.Folder, StringComparison.Ordinal).ShouldBe(!IsRoot);
        _scratch.DataFolder.ShouldBe(data);
    }

    [Fact]
    public async Task data_keep_the_account_that_they_were_made_with()
    {
        var account = IsRoot ? await ServerAccount.NamedAsync("nobody", Cancel) : new ServerAccount(Id: null);
        var home = _scratch.Open();
        var folders = await ServerFolders.Of(home).PrepareAsync(home, account!, NullLogger.Instance, Cancel);
        var binaries = await SearchAsync(account!);
        var password = home.ReadOrCreateSecret("postgres-password", () => "secret"u8.ToArray());
        var data = new DataFolder(folders, account!);
        await data.EnsureAsync(binaries, password, ScratchHome.Options, NullLogger.Instance, Cancel);

        await using var server = await StartAsync();

        (await ServerAccount.ChooseAsync(folders.Data, Cancel)).ShouldBe(account);
    }

    public void Dispose() => _scratch.Dispose();

    private static Task<PostgresBinaries> SearchAsync(ServerAccount account) =>
        new BinariesSearch(ScratchHome.Options, account, NullLogger.Instance).FindAsync(dataMajor: null, Cancel);

    private Task<PrivatePostgresServer> StartAsync() =>
        PrivatePostgresServer.StartAsync(_scratch.Open(), ScratchHome.Options, NullLogger.Instance, Cancel);
}
