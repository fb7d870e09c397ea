using System.Linq;
using Center.Projections.Audit;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>An auditor compares two moments of any stream, so each kind of stream has its fold.</summary>
public sealed class StreamFoldTests
{
    [Fact]
    public void every_kind_of_stream_can_be_folded() =>
        StreamKinds
            .All.Except(StreamFold.Kinds)
            .ShouldBeNone("Add the kind to StreamFold, with the fold that its decisions are made with.");
}
