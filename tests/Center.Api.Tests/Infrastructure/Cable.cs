using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Api.Tests.Infrastructure;

/// <summary>The way between a service and its PostgreSQL, which can be cut, also in the middle of a commit.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _there;
    private readonly TcpListener _here = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly Task _accepting;
    private volatile bool _cut;
    private int _commitsToLose;

    /// <param name="connectionString">The database at the other end.</param>
    public Cable(string connectionString)
    {
        _there = new NpgsqlConnectionStringBuilder(connectionString);
        _here.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Connection string of the same database through the cable.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_there.ConnectionString)
        {
            Port = ((IPEndPoint)_here.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;

    /// <summary>How many commits were carried out without that the service was told.</summary>
    public int CommitsLost { get; private set; }

    /// <summary>Breaks all connections; new ones break at once until it is mended.</summary>
    public void Cut()
    {
        _cut = true;
        BreakAll();
    }

    public void Mend() => _cut = false;

    /// <summary>Lets the next commit of an append happen, and breaks the connection instead of handing on the answer.</summary>
    public void LoseNextCommit() => Interlocked.Exchange(ref _commitsToLose, 1);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _here.Stop();
        BreakAll();
        await _accepting;
        _end.Dispose();
    }

    private void BreakAll()
    {
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var service = await _here.AcceptTcpClientAsync(_end.Token);
                _ = CarryAsync(service);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient service)
    {
        using var postgres = new TcpClient();
        (_open[service], _open[postgres]) = (true, true);
        try
        {
            if (!_cut)
            {
                await postgres.ConnectAsync(_there.Host!, _there.Port, _end.Token);
                var line = new Line(service, postgres);
                await Task.WhenAny(AskAsync(line), AnswerAsync(line));
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut, or the test is over.
        }
        finally
        {
            service.Close();
            _open.TryRemove(service, out _);
            _open.TryRemove(postgres, out _);
        }
    }

    private async Task AskAsync(Line line)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await line.Service.GetStream().ReadAsync(bytes, _end.Token)) > 0)
            {
                var sent = bytes.AsSpan(0, count);
                line.Appends |= sent.IndexOf("insert into center.mt_events"u8) >= 0;
                if (
                    line.Appends
                    && sent.IndexOf("COMMIT"u8) >= 0
                    && Interlocked.CompareExchange(ref _commitsToLose, 0, 1) == 1
                )
                {
                    line.Loses = true;
                }

                await line.Postgres.GetStream().WriteAsync(bytes.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The other direction ends too.
        }
    }

    private async Task AnswerAsync(Line line)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await line.Postgres.GetStream().ReadAsync(bytes, _end.Token)) > 0)
            {
                if (line.Loses && bytes.AsSpan(0, count).IndexOf("COMMIT"u8) >= 0)
                {
                    CommitsLost++;
                    return;
                }

                await line.Service.GetStream().WriteAsync(bytes.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The other direction ends too.
        }
    }

    private static bool IsGone(Exception gone) =>
        gone
            is System.IO.IOException
                or OperationCanceledException
                or ObjectDisposedException
                or InvalidOperationException;

    private sealed class Line(TcpClient service, TcpClient postgres)
    {
        public TcpClient Service => service;

        public TcpClient Postgres => postgres;

        /// <summary>Whether events were appended on it.</summary>
        public bool Appends { get; set; }

        /// <summary>Whether the answer to its commit is to be lost.</summary>
        public bool Loses { get; set; }
    }
}
