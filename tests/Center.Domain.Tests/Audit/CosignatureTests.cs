using System;
using System.Buffers.Binary;
using System.Text;
using Center.Domain.Audit;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

public sealed class CosignatureTests
{
    // C2SP tlog-cosignature.md; the key of the witness is not published there.
    private const string PublishedNote =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    // transparency-dev/formats, note/note_cosigv1_test.go.
    private const string PublishedKey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    private const string Text = "example.com/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private const ulong Time = 1_679_315_147;

    private static readonly byte[] _secret = [.. "thirty-two bytes for the witness"u8];
    private static readonly VerifierKey _witness = KeyOf(_secret);

    [Fact]
    public void a_published_key_of_a_witness_is_read_and_is_no_key_of_a_log()
    {
        VerifierKey.TryRead(PublishedKey, KeyUse.Cosignature, out var key).ShouldBeTrue();
        key.Id.ShouldBe(0xda77ade7);
        key.ToString().ShouldBe(PublishedKey);
        VerifierKey.TryRead(PublishedKey, out _).ShouldBeFalse();
        VerifierKey
            .TryRead("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", KeyUse.Cosignature, out _)
            .ShouldBeFalse();
    }

    [Fact]
    public void the_published_message_is_what_is_signed_and_its_line_holds_the_time()
    {
        SignedNote.TryRead(PublishedNote, out var note).ShouldBeTrue();
        Encoding
            .UTF8.GetString(Cosignature.MessageOf(note.Text, Time))
            .ShouldBe(
                "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
                    + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
            );
        note.Signatures[1].KeyId.ShouldBe(0x8d66cf3f);
        BinaryPrimitives.ReadUInt64BigEndian(note.Signatures[1].Signature.Span).ShouldBe(Time);
        note.Signatures[1].Signature.Length.ShouldBe(72);
    }

    [Fact]
    public void a_right_cosignature_tells_its_time() =>
        Cosignature
            .TimeOf(NoteWith(Line(Time)), _witness, Published.Ed25519Holds)
            .ShouldBe(DateTimeOffset.FromUnixTimeSeconds((long)Time));

    [Fact]
    public void the_newest_of_several_counts() =>
        Cosignature
            .TimeOf(NoteWith(Line(Time), Line(Time + 5), Line(Time + 2)), _witness, Published.Ed25519Holds)
            .ShouldBe(DateTimeOffset.FromUnixTimeSeconds((long)Time + 5));

    [Fact]
    public void one_wrong_line_spoils_the_right_ones()
    {
        var wrong = Line(Time + 1).ToArray();
        wrong[^1] ^= 1;
        Cosignature.TimeOf(NoteWith(Line(Time), wrong), _witness, Published.Ed25519Holds).ShouldBeNull();
        Cosignature.TimeOf(NoteWith(wrong, Line(Time)), _witness, Published.Ed25519Holds).ShouldBeNull();
    }

    [Fact]
    public void another_time_another_tree_and_another_length_are_not_what_was_signed()
    {
        var moved = Line(Time).ToArray();
        moved[7] ^= 1;
        Cosignature.TimeOf(NoteWith(moved), _witness, Published.Ed25519Holds).ShouldBeNull();
        var other = NoteWith(Line(Time)) with { Text = Text.Replace('7', '8') };
        Cosignature.TimeOf(other, _witness, Published.Ed25519Holds).ShouldBeNull();
        Cosignature.TimeOf(NoteWith(Line(Time)[..8]), _witness, Published.Ed25519Holds).ShouldBeNull();
        Cosignature.TimeOf(NoteWith(Line(0)), _witness, Published.Ed25519Holds).ShouldBeNull();
        Cosignature.TimeOf(NoteWith(Line(ulong.MaxValue)), _witness, Published.Ed25519Holds).ShouldBeNull();
    }

    [Fact]
    public void lines_of_others_neither_help_nor_harm()
    {
        var other = new NoteSignature("witness.example/w2", _witness.Id, new byte[72]);
        var note = NoteWith(Line(Time));
        var both = note with { Signatures = [other, .. note.Signatures] };
        Cosignature.TimeOf(both, _witness, Published.Ed25519Holds).ShouldNotBeNull();
        Cosignature.TimeOf(note with { Signatures = [other] }, _witness, Published.Ed25519Holds).ShouldBeNull();
        var asLog = new VerifierKey(_witness.Name, _witness.PublicKey);
        Cosignature.TimeOf(note, asLog, Published.Ed25519Holds).ShouldBeNull();
    }

    [Fact]
    public void a_request_has_the_published_form()
    {
        TreeHash.TryRead("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", out var hash).ShouldBeTrue();
        WitnessRequest
            .Write(20_852_014, [hash], PublishedNote)
            .ShouldBe("old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\n" + PublishedNote);
        WitnessRequest.Write(0, [], PublishedNote).ShouldBe("old 0\n\n" + PublishedNote);
    }

    [Theory]
    [InlineData("0\n", true)]
    [InlineData("20852163\n", true)]
    [InlineData("20852163", false)]
    [InlineData("020\n", false)]
    [InlineData("-1\n", false)]
    [InlineData("+1\n", false)]
    [InlineData("1\n\n", false)]
    [InlineData("99999999999999999999\n", false)]
    [InlineData("<html>\n", false)]
    public void a_size_is_a_decimal_and_a_line_feed(string text, bool isSize) =>
        WitnessRequest.TryReadSize(text, out _).ShouldBe(isSize);

    private static SignedNote NoteWith(params ReadOnlyMemory<byte>[] lines) =>
        new(Text, Array.ConvertAll(lines, line => new NoteSignature(_witness.Name, _witness.Id, line)));

    private static ReadOnlyMemory<byte> Line(ulong time)
    {
        var line = new byte[8 + Ed25519.SignatureSize];
        BinaryPrimitives.WriteUInt64BigEndian(line, time);
        var message = Cosignature.MessageOf(Text, time);
        Ed25519.Sign(_secret, 0, message, 0, message.Length, line, 8);
        return line;
    }

    private static VerifierKey KeyOf(byte[] secret)
    {
        var publicKey = new byte[32];
        Ed25519.GeneratePublicKey(secret, 0, publicKey, 0);
        return new VerifierKey("witness.example/w1", publicKey, KeyUse.Cosignature);
    }
}
