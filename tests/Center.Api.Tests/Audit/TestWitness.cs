using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>How a witness behaves.</summary>
internal enum WitnessMood
{
    Honest,
    UnknownLog,
    UntrustedKey,
    Unprocessable,
    Broken,
    Silent,
    WrongSignature,
    OtherKey,
    Garbage,
    EndlessAnswer,
    SizeOfNothing,
}

/// <summary>
/// A witness by the text of C2SP tlog-witness: over real HTTP, with its own memory of each log, its own Ed25519, and moods in
/// which it breaks the rules.
/// </summary>
internal sealed class TestWitness : IAsyncDisposable
{
    private readonly byte[] _secret = new byte[32];
    private readonly ConcurrentDictionary<string, (long Size, TreeHash Root)> _logs = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private readonly WebApplication _app;

    private TestWitness(string name, WebApplication app)
    {
        System.Security.Cryptography.RandomNumberGenerator.Fill(_secret);
        var publicKey = new byte[32];
        Ed25519.GeneratePublicKey(_secret, 0, publicKey, 0);
        Key = new VerifierKey(name, publicKey, KeyUse.Cosignature);
        _app = app;
        app.MapPost("/w/add-checkpoint", AddAsync);
    }

    public VerifierKey Key { get; }

    public WitnessMood Mood { get; set; }

    /// <summary>How often it was asked, and from which sizes.</summary>
    public ConcurrentQueue<long> Asked { get; } = new();

    /// <summary>Largest size that it has cosigned of any log.</summary>
    public long Size => _logs.Values.Select(log => log.Size).DefaultIfEmpty().Max();

    public string Address => _app.Urls.Single() + "/w/";

    public static async Task<TestWitness> StartAsync(string name = "witness.example/w1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var witness = new TestWitness(name, builder.Build());
        await witness._app.StartAsync(TestContext.Current.CancellationToken);
        return witness;
    }

    /// <summary>Makes it believe that it has cosigned another size.</summary>
    public void Remember(string origin, long size, TreeHash root) => _logs[origin] = (size, root);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AddAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var gap = body.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = body[..gap].Split('\n');
        var old = long.Parse(lines[0]["old ".Length..], CultureInfo.InvariantCulture);
        Asked.Enqueue(old);
        SignedNote.TryRead(body[(gap + 2)..], out var note);
        Checkpoint.TryRead(note!.Text, out var checkpoint);
        return Mood switch
        {
            WitnessMood.UnknownLog => Results.StatusCode(404),
            WitnessMood.UntrustedKey => Results.StatusCode(403),
            WitnessMood.Unprocessable => Results.StatusCode(422),
            WitnessMood.Broken => Results.StatusCode(500),
            WitnessMood.Silent => await SilenceAsync(request.HttpContext.RequestAborted),
            WitnessMood.Garbage => Results.Text("<html>thank you</html>"),
            WitnessMood.EndlessAnswer => Results.Text(new string('x', 1 << 20)),
            WitnessMood.SizeOfNothing => Results.Text("many\n", WitnessRequest.SizeMedia, Encoding.ASCII, 409),
            _ => Add(old, [.. lines.Skip(1).Select(Hash)], note, checkpoint!),
        };
    }

    private IResult Add(long old, TreeHash[] proof, SignedNote note, Checkpoint checkpoint)
    {
        lock (_turn)
        {
            var known = _logs.GetValueOrDefault(checkpoint.Origin);
            if (old > checkpoint.Size)
            {
                return Results.StatusCode(400);
            }

            if (old != known.Size)
            {
                var size = string.Create(CultureInfo.InvariantCulture, $"{known.Size}\n");
                return Results.Text(size, WitnessRequest.SizeMedia, Encoding.ASCII, 409);
            }

            if (old == checkpoint.Size && known.Root != checkpoint.Root)
            {
                return Results.StatusCode(409);
            }

            var extends =
                old == 0
                    ? proof.Length == 0
                    : ProofCheck.Extends(old, checkpoint.Size, known.Root, checkpoint.Root, proof);
            if (!extends)
            {
                return Results.StatusCode(422);
            }

            _logs[checkpoint.Origin] = (checkpoint.Size, checkpoint.Root);
            return Results.Text(Sign(note.Text), "text/plain");
        }
    }

    private string Sign(string text)
    {
        var time = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        byte[] message =
        [
            .. Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}")
            ),
        ];
        var line = new byte[4 + 8 + 64];
        BinaryPrimitives.WriteUInt32BigEndian(line, Mood == WitnessMood.OtherKey ? Key.Id + 1 : Key.Id);
        BinaryPrimitives.WriteUInt64BigEndian(line.AsSpan(4), time);
        Ed25519.Sign(_secret, 0, message, 0, message.Length, line, 12);
        line[^1] ^= (byte)(Mood == WitnessMood.WrongSignature ? 1 : 0);
        var stranger = $"— stranger.example {Convert.ToBase64String(new byte[76])}\n";
        return $"{stranger}— {Key.Name} {Convert.ToBase64String(line)}\n";
    }

    private static async Task<IResult> SilenceAsync(CancellationToken stopping)
    {
        await Task.Delay(TimeSpan.FromSeconds(30), stopping);
        return Results.StatusCode(200);
    }

    private static TreeHash Hash(string line) =>
        TreeHash.TryRead(line, out var hash) ? hash : throw new FormatException(line);
}
