using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MimeKit;

namespace Center.Api.Tests.Notifications;

/// <summary>How the sink behaves.</summary>
internal enum SinkMood
{
    /// <summary>Takes every letter.</summary>
    Takes,

    /// <summary>Says "not now" to every recipient (451).</summary>
    Busy,

    /// <summary>Says "never" to every recipient (550), and repeats the address.</summary>
    Refuses,
}

/// <summary>A letter that the sink took.</summary>
/// <param name="To">Recipient of the envelope.</param>
/// <param name="Message">The letter.</param>
internal sealed record TakenLetter(string To, MimeMessage Message);

/// <summary>A mail server on a real socket that keeps what it gets, as far as RFC 5321 is needed for that.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<TakenLetter> _letters = new();
    private readonly Task _serving;
    private int _turnedAway;

    /// <summary>Listens.</summary>
    /// <param name="port">Port; 0 for any that is free.</param>
    public SmtpSink(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public SinkMood Mood { get; set; }

    /// <summary>How many recipients were not taken.</summary>
    public int TurnedAway => _turnedAway;

    public IReadOnlyList<TakenLetter> Letters => [.. _letters];

    /// <summary>Letters to one address, in the order in which they came.</summary>
    public IReadOnlyList<MimeMessage> To(string address) =>
        [.. _letters.Where(letter => letter.To == address).Select(letter => letter.Message)];

    /// <summary>Settings of a service that sends its letters here.</summary>
    public static Dictionary<string, string?> Settings(int port) =>
        new()
        {
            ["Center:Mail:Host"] = "127.0.0.1",
            ["Center:Mail:Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Center:Mail:From"] = "Centre <centre@example.org>",
            ["Center:Mail:Tls"] = "none",
            ["Center:Mail:FirstPauseSeconds"] = "1",
        };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                conversations.Add(ConverseAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false))
        {
            NewLine = "\r\n",
            AutoFlush = true,
        };
        try
        {
            await writer.WriteLineAsync("220 sink");
            var to = string.Empty;
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    _letters.Enqueue(new TakenLetter(to, await LetterAsync(reader)));
                    await writer.WriteLineAsync("250 taken");
                    continue;
                }

                to = line.StartsWith("RCPT TO:<", StringComparison.Ordinal) ? line[9..line.IndexOf('>')] : to;
                await writer.WriteLineAsync(Answer(line, to));
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The other side has gone, or the test is over.
        }
    }

    private string Answer(string line, string to)
    {
        if (!line.StartsWith("RCPT", StringComparison.Ordinal))
        {
            return line == "QUIT" ? "221 bye" : "250 sink";
        }

        if (Mood != SinkMood.Takes)
        {
            Interlocked.Increment(ref _turnedAway);
        }

        return Mood switch
        {
            SinkMood.Busy => $"451 not now, {to}",
            SinkMood.Refuses => $"550 no {to} here",
            _ => "250 taken",
        };
    }

    private async Task<MimeMessage> LetterAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        return await MimeMessage.LoadAsync(bytes, _stop.Token);
    }
}
