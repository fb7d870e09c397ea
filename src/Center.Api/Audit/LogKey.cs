using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;
using NSec.Cryptography;

namespace Center.Api.Audit;

/// <summary>The log's Ed25519 key in a file outside the database (mode 600, made when missing), and the heads beside it.</summary>
internal sealed class LogKey : ILogKeySide, IDisposable
{
    private static readonly SignatureAlgorithm _algorithm = SignatureAlgorithm.Ed25519;

    private readonly LogSettings _settings;
    private readonly Key _key;
    private readonly ConcurrentDictionary<string, SignedHeadFile> _heads = new(StringComparer.Ordinal);

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="StartupFailure">The file holds no key.</exception>
    public LogKey(LogSettings settings)
    {
        _settings = settings;
        var folder = CenterHome.Open(Path.GetDirectoryName(settings.KeyPath));
        var name = Path.GetFileName(settings.KeyPath);
        var text = Encoding.ASCII.GetString(folder.ReadOrCreateSecret(name, Make)).Trim();
        var seed = new byte[_algorithm.PrivateKeySize];
        if (!Convert.TryFromBase64String(text, seed, out var length) || length != seed.Length)
        {
            throw new StartupFailure(
                $"{settings.KeyPath} holds no key of the log: bring the file back from the backup. A log that is begun cannot go on with another key."
            );
        }

        _key = Key.Import(_algorithm, seed, KeyBlobFormat.RawPrivateKey);
        PublicKey = _key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    public ReadOnlyMemory<byte> PublicKey { get; }

    public string OriginOf(string centre, int epoch) =>
        epoch == 1
            ? $"{_settings.Origin}/{centre}"
            : string.Create(CultureInfo.InvariantCulture, $"{_settings.Origin}/{centre}/{epoch}");

    public byte[] Sign(ReadOnlySpan<byte> message) => _algorithm.Sign(_key, message);

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        IsRight(publicKey, message, signature);

    /// <summary>Checks an Ed25519 signature; needs no key of one's own.</summary>
    public static bool IsRight(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> message,
        ReadOnlySpan<byte> signature
    ) =>
        NSec.Cryptography.PublicKey.TryImport(_algorithm, publicKey, KeyBlobFormat.RawPublicKey, out var key)
        && _algorithm.Verify(key!, message, signature);

    public SignedHead? ReadHead(string centre) => HeadOf(centre).Read();

    public void KeepHead(string centre, SignedHead head) => HeadOf(centre).Write(head);

    public void Dispose() => _key.Dispose();

    private static byte[] Make()
    {
        using var key = Key.Create(
            _algorithm,
            new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }
        );
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(key.Export(KeyBlobFormat.RawPrivateKey)) + "\n");
    }

    private SignedHeadFile HeadOf(string centre) =>
        _heads.GetOrAdd(
            centre,
            id => new SignedHeadFile(Path.Combine(Path.GetDirectoryName(_settings.KeyPath)!, $"log-head-{id}"))
        );
}

/// <summary>Makes the log's key at the first start, and refuses to start with a file that holds none.</summary>
/// <param name="services">Opens the key.</param>
internal sealed class FirstLogKey(IServiceProvider services) : IFirstStart
{
    public int Order => 950;

    public Task RunAsync(CancellationToken stopping)
    {
        services.GetRequiredService<ILogKeySide>();
        return Task.CompletedTask;
    }
}
