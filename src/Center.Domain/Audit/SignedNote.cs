using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;

namespace Center.Domain.Audit;

/// <summary>A signature line of a note.</summary>
/// <param name="Name">Name of the key.</param>
/// <param name="KeyId">Id of the key.</param>
/// <param name="Signature">The signature, without the key's id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature);

/// <summary>A text with the signatures under it (C2SP signed-note).</summary>
/// <param name="Text">The signed text; ends with a line feed.</param>
/// <param name="Signatures">The signatures, at least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Most signatures that are read.</summary>
    public const int MostSignatures = 100;

    private const string Dash = "— ";
    private const int KeyIdLength = sizeof(uint);

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a note.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="note">The note.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        try
        {
            return TryRead(_strict.GetString(bytes), out note);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Reads a note.</summary>
    /// <param name="text">The whole note.</param>
    /// <param name="note">The note.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out SignedNote? note)
    {
        ArgumentNullException.ThrowIfNull(text);
        note = null;
        var gap = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || !text.EndsWith('\n') || text.Any(c => c < ' ' && c != '\n'))
        {
            return false;
        }

        var lines = text[(gap + 2)..].Split('\n')[..^1];
        var signatures = lines.Select(ReadLine).ToList();
        if (signatures.Count is 0 or > MostSignatures || signatures.Contains(null))
        {
            return false;
        }

        note = new SignedNote(text[..(gap + 1)], signatures!);
        return true;
    }

    /// <summary>Whether a key signed it: at least one signature is the key's, and each that claims to be is right.</summary>
    /// <param name="key">The key.</param>
    /// <param name="check">Checks a signature.</param>
    public bool IsSignedBy(VerifierKey key, Ed25519Check check)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(check);
        var message = Encoding.UTF8.GetBytes(Text);
        var own = Signatures.Where(line => line.Name == key.Name && line.KeyId == key.Id).ToList();
        return own.Count > 0 && own.All(line => check(key.PublicKey, message, line.Signature.Span));
    }

    /// <summary>The whole note.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(WriteLine))}";

    private static string WriteLine(NoteSignature line)
    {
        var bytes = new byte[KeyIdLength + line.Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, line.KeyId);
        line.Signature.Span.CopyTo(bytes.AsSpan(KeyIdLength));
        return $"{Dash}{line.Name} {Convert.ToBase64String(bytes)}\n";
    }

    private static NoteSignature? ReadLine(string line)
    {
        if (
            !line.StartsWith(Dash, StringComparison.Ordinal)
            || line[Dash.Length..].Split(' ') is not [var name, var coded]
        )
        {
            return null;
        }

        return VerifierKey.IsName(name) && StrictBase64.Read(coded) is { Length: > KeyIdLength } bytes
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(KeyIdLength))
            : null;
    }
}
