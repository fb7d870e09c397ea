using System;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

public sealed class VerifierKeyTests
{
    private const string Published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    [Fact]
    public void a_published_key_is_read_and_written_again()
    {
        VerifierKey.TryRead(Published, out var key).ShouldBeTrue();

        key.Name.ShouldBe("PeterNeumann");
        key.Id.ShouldBe(0xc74f20a3);
        new VerifierKey(key.Name, key.PublicKey).ToString().ShouldBe(Published);
    }

    [Fact]
    public void no_part_of_it_and_no_change_of_a_character_is_a_key()
    {
        for (var start = 0; start <= Published.Length; start++)
        {
            for (var end = start + 1; end <= Published.Length; end++)
            {
                if (end - start < Published.Length)
                {
                    VerifierKey.TryRead(Published[start..end], out _).ShouldBeFalse();
                }
            }
        }

        for (var i = 0; i < Published.Length; i++)
        {
            var changed = Published[..i] + (char)(Published[i] + 1) + Published[(i + 1)..];
            VerifierKey.TryRead(changed, out _).ShouldBeFalse(changed);
        }
    }

    [Theory]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")]
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void published_wrong_keys_are_none(string text) => VerifierKey.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\u00a0b")]
    public void a_name_has_no_white_space_and_no_plus(string name) =>
        Should.Throw<ArgumentException>(() => new VerifierKey(name, new byte[32]));
}
