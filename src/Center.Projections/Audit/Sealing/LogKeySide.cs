using System;
using Center.Domain.Audit;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// What the side of the key remembers of a log: nothing that does not continue this may ever be signed under the same
/// origin, whatever the database says.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Origin">Name of the log in that epoch.</param>
/// <param name="Size">Leaves under the last signature.</param>
/// <param name="Edge">Right edge of that tree, as <see cref="Frontier.ToBytes"/> writes it.</param>
public sealed record SignedHead(int Epoch, string Origin, long Size, ReadOnlyMemory<byte> Edge)
{
    /// <summary>The tree, ready to be continued.</summary>
    public Frontier Continue() => Frontier.Read(Size, Edge.Span);

    /// <summary>The head of a tree.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="origin">Name of the log.</param>
    /// <param name="tree">The tree.</param>
    public static SignedHead Of(int epoch, string origin, Frontier tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new SignedHead(epoch, origin, tree.Size, tree.ToBytes());
    }
}

/// <summary>The log's private key and what is kept beside it, outside the database.</summary>
public interface ILogKeySide
{
    /// <summary>The Ed25519 public key, 32 bytes.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The origin of a centre's log in an epoch; names a key, see <see cref="VerifierKey.IsName"/>.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="epoch">The epoch, from 1.</param>
    string OriginOf(string centre, int epoch);

    /// <summary>Signs; 64 bytes.</summary>
    /// <param name="message">What is signed.</param>
    byte[] Sign(ReadOnlySpan<byte> message);

    /// <summary>Checks a signature.</summary>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="message">What was signed.</param>
    /// <param name="signature">The signature.</param>
    bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>The last head; null when there was never any.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <exception cref="System.IO.InvalidDataException">There was one and it cannot be read.</exception>
    SignedHead? ReadHead(string centre);

    /// <summary>Keeps a head in place of the last; it is on the disk when this returns.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="head">The head.</param>
    void KeepHead(string centre, SignedHead head);
}
