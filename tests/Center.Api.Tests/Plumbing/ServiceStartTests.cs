using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

/// <summary>The program itself on a bare machine.</summary>
public sealed class ServiceStartTests : IDisposable
{
    private readonly ScratchHome _scratch = new("a home");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_killed_service_leaves_its_postgresql_to_the_next_one_which_stops_it()
    {
        using (var killed = ServiceProcess.Start(_scratch.Folder))
        {
            await killed.ListensAsync(Cancel);
            await killed.KillAsync();
        }

        var left = PostmasterFile.Read(_scratch.DataFolder)!;
        left.IsServing().ShouldBeTrue();
        using (var next = ServiceProcess.Start(_scratch.Folder))
        {
            await next.ListensAsync(Cancel);
            PostmasterFile.Read(_scratch.DataFolder).ShouldBe(left);
            await next.StopAsync(Cancel);
        }

        PostmasterFile.Read(_scratch.DataFolder).ShouldBeNull();
        left.HasProcesses().ShouldBeFalse();
    }

    [Fact]
    public async Task a_taken_port_is_told_in_one_sentence_and_no_postgresql_is_left_behind()
    {
        using var other = new TcpListener(IPAddress.Loopback, port: 0);
        other.Start();

        using var service = ServiceProcess.Start(_scratch.Folder, $"http://{other.LocalEndpoint}");
        var (exitCode, errors) = await service.EndsAsync(Cancel);

        exitCode.ShouldBe(1);
        errors
            .Trim()
            .ShouldBe(
                "The HTTP port is taken by another program: stop it, or choose another port with --urls or ASPNETCORE_URLS."
            );
        service.Said.ShouldNotContain("fail:");
        PostmasterFile.Read(_scratch.DataFolder).ShouldBeNull();
    }

    public void Dispose() => _scratch.Dispose();
}
