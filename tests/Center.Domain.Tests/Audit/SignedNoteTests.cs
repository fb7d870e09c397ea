using System;
using System.Linq;
using System.Text;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

public sealed class SignedNoteTests
{
    private const string Text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

    private const string Peter =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private const string Enoch =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static readonly VerifierKey _peter = Key(
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    );

    private static readonly VerifierKey _enoch = Key("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");

    [Fact]
    public void published_notes_are_read_checked_and_written_again()
    {
        var note = Read($"{Text}\n{Peter}{Enoch}").ShouldNotBeNull();

        note.Text.ShouldBe(Text);
        note.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeTrue();
        note.IsSignedBy(_enoch, Published.Ed25519Holds).ShouldBeTrue();
        note.ToString().ShouldBe($"{Text}\n{Peter}{Enoch}");
    }

    [Fact]
    public void the_example_of_the_specification_holds()
    {
        var key = Key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        var note = Read(
            "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
        );

        note.ShouldNotBeNull().IsSignedBy(key, Published.Ed25519Holds).ShouldBeTrue();
    }

    [Fact]
    public void the_published_private_key_signs_as_published()
    {
        var seed = Convert.FromBase64String("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1..];
        var signature = Published.Sign(seed, Encoding.UTF8.GetBytes(Text));

        new SignedNote(Text, [new NoteSignature(_peter.Name, _peter.Id, signature)])
            .ToString()
            .ShouldBe($"{Text}\n{Peter}");
    }

    [Fact]
    public void unknown_keys_do_not_count_and_a_wrong_signature_of_a_known_one_does()
    {
        var wrong = Peter.Replace("x08go/Z", "x08go/a", StringComparison.Ordinal);

        Read($"{Text}\n{Enoch}")!.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeFalse();
        Read($"{Text}\n{wrong}")!.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeFalse();
        Read($"{Text}\n{Peter}{wrong}")!.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeFalse();
        Read($"{Text}more\n\n{Peter}")!.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeFalse();
        var renamed = Peter.Replace("PeterNeumann", "CarmenSandiego", StringComparison.Ordinal);
        Read($"{Text}\n{renamed}")!.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeFalse();
    }

    [Fact]
    public void a_signature_of_another_length_is_wrong_and_nothing_more()
    {
        var longer = Peter.Insert(60, "ABCD");

        Read($"{Text}\n{longer}")!.IsSignedBy(_peter, Published.Ed25519Holds).ShouldBeFalse();
    }

    [Fact]
    public void malformed_notes_are_none()
    {
        string[] malformed =
        [
            "",
            "abc",
            Text,
            $"{Text}\n",
            $"{Text}\n{Peter[..^1]}",
            $"\u0001{Text}\n{Peter}",
            $"{Text}\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
            $"{Text}\n— a+b ABCDEFGH\n",
            $"{Text}\n— short ABCD\n",
            $"{Text}\n{Peter}Unexpected line.\n",
            $"{Text}\n{string.Concat(Enumerable.Repeat(Peter, 101))}",
        ];
        foreach (var note in malformed)
        {
            Read(note).ShouldBeNull(note);
        }

        byte[] noText = [0xff, .. Encoding.UTF8.GetBytes($"{Text}\n{Peter}")];
        SignedNote.TryRead(noText, out _).ShouldBeFalse();
    }

    private static SignedNote? Read(string note) =>
        SignedNote.TryRead(Encoding.UTF8.GetBytes(note), out var read) ? read : null;

    private static VerifierKey Key(string text) =>
        VerifierKey.TryRead(text, out var key) ? key : throw new FormatException();
}
