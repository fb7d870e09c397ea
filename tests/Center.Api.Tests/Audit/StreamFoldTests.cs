using System;
using System.Linq;
using System.Text.Json;
using Center.Api.Tests.Events;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What the events of a stream come to, and how two moments of it differ.</summary>
public sealed class StreamFoldTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void every_kind_of_stream_takes_every_event_that_was_ever_stored()
    {
        foreach (var kind in StreamFold.Kinds)
        {
            foreach (var name in EventSamples.Names)
            {
                var json = StreamFold.JsonOf($"{kind}/x", [Sample(name, 1)]);
                json.ShouldNotBeNull($"{name} in {kind}/…");
                JsonDocument.Parse(json).Dispose();
            }
        }
    }

    [Fact]
    public void an_event_that_nobody_knows_is_not_passed_over()
    {
        var known = Sample("booking.held.v1", 1);
        StreamFold.JsonOf("booking/x", [known with { Type = "booking.held.v9" }]).ShouldBeNull();
        StreamFold.JsonOf("booking/x", [known with { Data = "{\"terms\":7}" }]).ShouldBeNull();
        StreamFold.JsonOf("nothing/x", [known]).ShouldBeNull();
        StreamDifference.Of("booking/x", [known with { Type = "booking.held.v9" }], 0, 1).Fields.ShouldBeNull();
    }

    [Fact]
    public void only_what_changed_is_told()
    {
        StoredEvent[] events = [Sample("booking.held.v1", 1), Sample("booking.cancelled.v1", 2)];
        var difference = StreamDifference.Of("booking/x", events, 2, 1);
        difference.From.ShouldBe(1);
        difference.Fields!.Select(field => field.Field).ShouldBe(["deadline", "status"]);
    }

    private static StoredEvent Sample(string name, long version) =>
        new(version, Guid.NewGuid(), "x/y", version, name, _at, "a", null, null, EventSamples.Find(name)!, "{}");
}
