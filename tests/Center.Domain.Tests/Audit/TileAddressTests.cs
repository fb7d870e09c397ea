using System.Linq;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

public sealed class TileAddressTests
{
    [Theory]
    [InlineData(4, 1_234_067, 256, "tile/4/x001/x234/067")]
    [InlineData(4, 1_234_067, 1, "tile/4/x001/x234/067.p/1")]
    [InlineData(0, 123_456_789, 256, "tile/0/x123/x456/789")]
    [InlineData(0, 0, 255, "tile/0/000.p/255")]
    [InlineData(1, 3_057_500, 256, "tile/1/x003/x057/500")]
    [InlineData(7, 1000, 256, "tile/7/x001/000")]
    public void published_paths_are_written_and_read(int level, long index, int width, string path)
    {
        var address = new TileAddress(level, index, width);

        address.Path.ShouldBe(path);
        var parts = path.Split('/', 3);
        TileAddress.TryRead(parts[1], parts[2], out var read).ShouldBeTrue();
        read.ShouldBe(address);
        address.EntriesPath.ShouldBe($"tile/entries/{parts[2]}");
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("0", "1")]
    [InlineData("0", "0001")]
    [InlineData("0", "123/456/078")]
    [InlineData("0", "x000/001")]
    [InlineData("0", "x123")]
    [InlineData("0", "x123/x456")]
    [InlineData("0", "x12/345")]
    [InlineData("0", "-01")]
    [InlineData("0", "001.p/")]
    [InlineData("0", "001.p/0")]
    [InlineData("0", "001.p/256")]
    [InlineData("0", "001.p/05")]
    [InlineData("0", "001.p/5/5")]
    [InlineData("0", "001.p/-5")]
    [InlineData("0", "001.p/99999999999")]
    [InlineData("0", "٠٠١")]
    [InlineData("0", "x999/x999/x999/x999/x999/x999/999")]
    [InlineData("0", "x001/x001/x001/x001/x001/x001/x001/x001/x001/001")]
    [InlineData("00", "001")]
    [InlineData("8", "001")]
    [InlineData("64", "001")]
    [InlineData("-1", "001")]
    [InlineData("", "001")]
    [InlineData("x", "001")]
    public void other_spellings_are_no_tile(string level, string place) =>
        TileAddress.TryRead(level, place, out _).ShouldBeFalse();

    [Fact]
    public void a_tree_of_70_000_leaves_has_the_tiles_that_the_specification_counts()
    {
        const long size = 70_000;

        TileAddress.Of(0, 272, size).ShouldBe(new TileAddress(0, 272, 256));
        TileAddress.Of(0, 273, size).ShouldBe(new TileAddress(0, 273, 112));
        TileAddress.Of(1, 0, size).ShouldBe(new TileAddress(1, 0, 256));
        TileAddress.Of(1, 1, size).ShouldBe(new TileAddress(1, 1, 17));
        TileAddress.Of(2, 0, size).ShouldBe(new TileAddress(2, 0, 1));
        new TileAddress(2, 0, 2).IsIn(size).ShouldBeFalse();
        new TileAddress(0, 273, 113).IsIn(size).ShouldBeFalse();
        new TileAddress(0, 273, 112).IsIn(size).ShouldBeTrue();
        new TileAddress(7, 0, 1).IsIn(size).ShouldBeFalse();
    }

    [Fact]
    public void a_tree_of_256_leaves_has_a_full_tile_and_one_hash_above()
    {
        TileAddress.Of(0, 0, 256).IsFull.ShouldBeTrue();
        TileAddress.Of(1, 0, 256).ShouldBe(new TileAddress(1, 0, 1));
        Enumerable.Range(0, 64).Sum(level => TileAddress.HashesAt(level, 256)).ShouldBe(257);
    }
}
