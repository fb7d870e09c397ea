using System;
using System.Text;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

public sealed class TreeHashTests
{
    [Fact]
    public void the_published_hashes_come_out_as_published()
    {
        Hex(TreeHash.Empty).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        Hex(TreeHash.OfLeaf([])).ShouldBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        Hex(TreeHash.OfLeaf("L123456"u8)).ShouldBe("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    }

    [Fact]
    public void a_long_entry_is_hashed_like_a_short_one()
    {
        var entry = Encoding.ASCII.GetBytes(new string('a', 1000));

        Hex(TreeHash.OfLeaf(entry)).ShouldBe("7489c42b058d685ce40b6514d41ca13c8ff13a6347d5d2b44ad97fd485290f39");
    }

    [Fact]
    public void a_node_is_not_the_leaf_of_its_children_and_knows_left_from_right()
    {
        var (left, right) = (TreeHash.OfLeaf("Hello"u8), TreeHash.OfLeaf("World"u8));
        byte[] both = [.. left.ToArray(), .. right.ToArray()];

        TreeHash.OfNode(left, right).ShouldNotBe(TreeHash.OfLeaf(both));
        TreeHash.OfNode(left, right).ShouldNotBe(TreeHash.OfNode(right, left));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0")]
    [InlineData("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=")]
    [InlineData(" bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")]
    [InlineData("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoA==")]
    [InlineData("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")]
    public void another_spelling_of_base64_is_no_hash(string text) => TreeHash.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void what_is_written_is_read_again()
    {
        var hash = TreeHash.OfLeaf("a"u8);

        TreeHash.TryRead(hash.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(hash);
        TreeHash.Of(hash.ToArray()).ShouldBe(hash);
    }

    private static string Hex(TreeHash hash) => Convert.ToHexStringLower(hash.ToArray());
}
