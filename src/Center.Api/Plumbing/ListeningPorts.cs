using System;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Plumbing;

/// <summary>
/// Looks whether the addresses to listen on are free before anything else is started. Kestrel, which starts last, has the
/// last word.
/// </summary>
internal static class ListeningPorts
{
    /// <summary>Tries every configured address that names a port on this machine.</summary>
    /// <param name="configuration">Holds <c>urls</c>, separated by semicolons.</param>
    /// <exception cref="AddressInUseException">Another program listens on one of them.</exception>
    public static void RequireFree(IConfiguration configuration)
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address.Port > 0 && AddressOf(address.Host) is { } local)
            {
                Try(new IPEndPoint(local, address.Port));
            }
        }
    }

    // Names stand for every address of the machine, as they do for Kestrel.
    private static IPAddress? AddressOf(string host) =>
        IPAddress.TryParse(host, out var address) ? address
        : host.StartsWith("unix:", StringComparison.Ordinal) ? null
        : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;

    private static void Try(IPEndPoint place)
    {
        try
        {
            using var listener = new TcpListener(place);
            listener.Start();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }
    }
}
