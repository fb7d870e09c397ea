using System;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>
/// One kept-alive HTTP/1.1 connection that asks and waits, asks and waits. Bare, so that the load costs the machine that
/// it shares with the service as little as it can.
/// </summary>
internal sealed class HttpConversation : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>Connects.</summary>
    public static async Task<HttpConversation> OpenAsync(Uri address)
    {
        var conversation = new HttpConversation();
        await conversation._socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        return conversation;
    }

    /// <summary>A request as bytes.</summary>
    /// <param name="key">Sent as Bearer.</param>
    /// <param name="line">Method and target.</param>
    /// <param name="body">JSON, or null.</param>
    public static byte[] Request(string key, string line, string? body = null) =>
        Encoding.UTF8.GetBytes(
            body is null
                ? $"{line} HTTP/1.1\r\nHost: center\r\nAuthorization: Bearer {key}\r\n\r\n"
                : $"{line} HTTP/1.1\r\nHost: center\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

    /// <summary>Asks, and reads the whole answer.</summary>
    /// <returns>Status, and the answer's body as long as the next question is not asked.</returns>
    /// <exception cref="BenchmarkFailure">The connection was closed.</exception>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> AskAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var (length, head, whole) = (0, -1, -1);
        while (head < 0 || !IsWhole(length, head, whole))
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, length * 2);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length += read > 0 ? read : throw new BenchmarkFailure("The service closed a connection.");
            if (head < 0)
            {
                (head, whole) = Head(_buffer.AsSpan(0, length));
            }
        }

        return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _)
            ? (status, _buffer.AsMemory(head, length - head))
            : throw new BenchmarkFailure("The service answered something that is not HTTP/1.1.");
    }

    public void Dispose() => _socket.Dispose();

    // Where the body begins and, unless it comes in chunks, where it ends; -1 for what is not known.
    private static (int Head, int Whole) Head(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return (-1, -1);
        }

        var head = end + 4;
        var at = answer[..head].IndexOf("\r\nContent-Length: "u8);
        if (at >= 0 && Utf8Parser.TryParse(answer[(at + 18)..], out int length, out _))
        {
            return (head, head + length);
        }

        return (head, answer[..head].IndexOf("\r\nTransfer-Encoding: chunked"u8) >= 0 ? -1 : head);
    }

    private bool IsWhole(int length, int head, int whole) =>
        whole >= 0 ? length >= whole : _buffer.AsSpan(head, length - head).EndsWith("0\r\n\r\n"u8);
}
