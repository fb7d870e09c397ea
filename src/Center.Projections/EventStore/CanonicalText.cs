using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Center.Projections.EventStore;

/// <summary>
/// Canonical text (see <see cref="CanonicalJson"/>) while it is written: UTF-8 from the first byte on, in lent memory. Members
/// are written in the order in which they come and moved afterwards, which most objects do not need.
/// </summary>
internal sealed class CanonicalText : IDisposable
{
    private const int LongestNumber = 20;
    private const long LargestInteger = 9_007_199_254_740_991;

    private readonly List<Member> _members = [];
    private readonly Comparison<Member> _byName;
    private readonly LentBytes _bytes = new();

    /// <summary>Begins an empty text.</summary>
    public CanonicalText() => _byName = Compare;

    /// <summary>Bytes written so far.</summary>
    public int Length => _bytes.Length;

    /// <summary>What was written so far; valid until more is written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.Written;

    /// <summary>Writes a whole JSON text anew.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="options">How to read it.</param>
    public void Write(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(json, options);
        reader.Read();
        Write(ref reader);
        reader.Read();
    }

    /// <summary>Writes the value that a reader stands at, and leaves the reader at its end.</summary>
    /// <param name="json">A reader over one piece of memory.</param>
    public void Write(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref json);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref json);
                break;
            case JsonTokenType.String:
                WriteText(ref json);
                break;
            case JsonTokenType.Number:
                Write(
                    json.TryGetInt64(out var number) ? number : throw NoInteger(Encoding.UTF8.GetString(json.ValueSpan))
                );
                break;
            default:
                Raw(json.ValueSpan);
                break;
        }
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="number">Within ±(2^53 − 1).</param>
    public void Write(long number)
    {
        if (number is > LargestInteger or < -LargestInteger)
        {
            throw NoInteger(number.ToString(CultureInfo.InvariantCulture));
        }

        Utf8Formatter.TryFormat(number, _bytes.Room(LongestNumber), out var written);
        _bytes.Advance(written);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    public void Write(ReadOnlySpan<byte> text) => CanonicalEscapes.Write(_bytes, text);

    /// <summary>Writes a text.</summary>
    /// <param name="text">The text.</param>
    public void Write(string text)
    {
        var spare = _bytes.Spare(Encoding.UTF8.GetMaxByteCount(text.Length));
        CanonicalEscapes.Write(_bytes, spare[..Encoding.UTF8.GetBytes(text, spare)]);
    }

    /// <summary>Begins the next member of an object that is written member by member.</summary>
    /// <param name="name">Needs no escape; stands behind the names before it.</param>
    public void Name(ReadOnlySpan<byte> name)
    {
        Raw(Length > 1 ? ",\""u8 : "\""u8);
        Raw(name);
        Raw("\":"u8);
    }

    /// <summary>Writes bytes as they are.</summary>
    /// <param name="bytes">Canonical already.</param>
    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Begins an empty text again; also after one that was broken off.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _members.Clear();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _bytes.Dispose();

    private void WriteObject(ref Utf8JsonReader json)
    {
        var (first, from) = (_members.Count, Length);
        Raw("{"u8);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPlain = !json.ValueIsEscaped && Ascii.IsValid(json.ValueSpan);
            var name = isPlain ? null : json.GetString();
            var at = Length;
            WriteText(ref json);
            var end = Length;
            Raw(":"u8);
            json.Read();
            Write(ref json);
            Raw(","u8);
            _members.Add(new Member(at, end, Length, name));
        }

        var members = CollectionsMarshal.AsSpan(_members)[first..];
        Sort(members);
        _members.RemoveRange(first, members.Length);
        Close(from, (byte)'}');
    }

    private void WriteArray(ref Utf8JsonReader json)
    {
        var from = Length;
        Raw("["u8);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            Write(ref json);
            Raw(","u8);
        }

        Close(from, (byte)']');
    }

    // In place of the last comma, if there is one.
    private void Close(int from, byte bracket)
    {
        if (Length == from + 1)
        {
            Raw([bracket]);
        }
        else
        {
            _bytes.Written[^1] = bracket;
        }
    }

    private void Sort(Span<Member> members)
    {
        var isSorted = true;
        for (var i = 1; i < members.Length && isSorted; i++)
        {
            isSorted = Compare(members[i - 1], members[i]) < 0;
        }

        if (isSorted)
        {
            return;
        }

        var (from, length) = (members[0].At, Length - members[0].At);
        members.Sort(_byName);
        var spare = _bytes.Spare(length);
        var at = 0;
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0 && Compare(members[i - 1], members[i]) == 0)
            {
                throw new FormatException($"The member '{NameOf(members[i])}' occurs twice.");
            }

            var member = _bytes.Written[members[i].At..members[i].End];
            member.CopyTo(spare[at..]);
            at += member.Length;
        }

        spare[..length].CopyTo(_bytes.Written[from..]);
    }

    private void WriteText(ref Utf8JsonReader json)
    {
        var text = json.ValueSpan;
        if (json.ValueIsEscaped)
        {
            var spare = _bytes.Spare(text.Length);
            CanonicalEscapes.Write(_bytes, spare[..json.CopyString(spare)]);
            return;
        }

        if (!Utf8.IsValid(text))
        {
            throw new FormatException("A text is no well-formed Unicode.");
        }

        Raw("\""u8);
        Raw(text);
        Raw("\""u8);
    }

    // By UTF-16 code units, which for ASCII is by bytes.
    private int Compare(Member left, Member right) =>
        left.Name is null && right.Name is null
            ? PlainOf(left).SequenceCompareTo(PlainOf(right))
            : string.CompareOrdinal(NameOf(left), NameOf(right));

    private ReadOnlySpan<byte> PlainOf(Member member) => _bytes.Written[(member.At + 1)..(member.NameEnd - 1)];

    private string NameOf(Member member) => member.Name ?? Encoding.ASCII.GetString(PlainOf(member));

    private static FormatException NoInteger(string number) => new($"{number} is no integer within ±(2^53 − 1).");

    // Name is null when its bytes are the name itself.
    private readonly record struct Member(int At, int NameEnd, int End, string? Name);
}
