using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Tests.Browser;

/// <summary>A line between browser and service that can be cut and mended, as a cable can.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly Uri _service;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TcpClient> _open = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private bool _cut;

    public Line(Uri service)
    {
        _service = service;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Ends every connection and lets no new one through.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
            _open.ForEach(client => client.Dispose());
            _open.Clear();
        }
    }

    public void Mend()
    {
        lock (_gate)
        {
            _cut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Cut();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = JoinAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task JoinAsync(TcpClient client)
    {
        var service = new TcpClient();
        try
        {
            await service.ConnectAsync(_service.Host, _service.Port, _stopping.Token);
            if (!Keep(client, service))
            {
                return;
            }

            await Task.WhenAny(
                client.GetStream().CopyToAsync(service.GetStream(), _stopping.Token),
                service.GetStream().CopyToAsync(client.GetStream(), _stopping.Token)
            );
        }
        catch (Exception gone)
            when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The line was cut, or one of the two hung up.
        }
        finally
        {
            client.Dispose();
            service.Dispose();
        }
    }

    private bool Keep(TcpClient client, TcpClient service)
    {
        lock (_gate)
        {
            if (!_cut)
            {
                _open.AddRange([client, service]);
            }

            return !_cut;
        }
    }
}
