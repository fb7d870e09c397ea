using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Marten;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Events;

public sealed class EventLanguageTests
{
    public EventLanguageTests()
    {
        if (Approved.Writes)
        {
            EventSamples.WriteMissing();
        }
    }

    public static TheoryData<string> Stored =>
        [
            .. EventLanguage
                .OfDomain.Types.Select(EventLanguage.OfDomain.StoredNameOf)
                .Union(EventSamples.Names)
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void the_event_language_is_what_was_approved() =>
        Approved.ShouldHold("events.txt", string.Join('\n', EventLanguage.OfDomain.Types.Select(EventShape.Of)));

    [Theory]
    [MemberData(nameof(Stored))]
    public void every_form_of_an_event_that_was_ever_stored_still_reads(string stored)
    {
        var forms = EventSamples.FormsOf(stored);
        forms.ShouldNotBeEmpty($"There is no sample of {stored}; run the tests with CENTER_APPROVE=1 and commit it.");
        var type = EventLanguage
            .OfDomain.TypeOf(stored)
            .ShouldNotBeNull($"{stored} was stored once, so it must be readable for ever.");
        foreach (var sample in forms)
        {
            var read = JsonSerializer.Deserialize(sample, type, CenterJson.Options);

            Canonical(JsonSerializer.Serialize(read, type, CenterJson.Options)).ShouldBe(Canonical(sample));
            JsonSerializer.Deserialize(sample, type, CenterJson.Options).ShouldBe(read, "equal by value");
        }
    }

    [Fact]
    public void a_member_that_was_added_has_a_sample_beside_the_one_without_it() =>
        EventLanguage
            .OfDomain.Types.SelectMany(
                EventSamples.MembersWithoutSample,
                (type, member) => EventLanguage.OfDomain.StoredNameOf(type) + member
            )
            .ShouldBeEmpty("Run the tests with CENTER_APPROVE=1 and commit the samples; those that are there stay.");

    [Fact]
    public void the_store_writes_events_as_the_house_does()
    {
        using var store = DocumentStore.For(options =>
        {
            options.Connection("Host=nowhere.invalid");
            CenterStore.Configure(options, TimeProvider.System);
        });
        foreach (var type in EventLanguage.OfDomain.Types)
        {
            foreach (var sample in EventSamples.FormsOf(EventLanguage.OfDomain.StoredNameOf(type)))
            {
                var read = JsonSerializer.Deserialize(sample, type, CenterJson.Options);

                Canonical(store.Options.Serializer().ToJson(read)).ShouldBe(Canonical(sample));
            }
        }
    }

    [Fact]
    public void a_body_with_a_fraction_is_found()
    {
        var wrong = Should.Throw<NotSupportedException>(() => EventShape.MembersOf(typeof(Measured)));

        wrong.Message.ShouldContain("Double");
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(json));

    private sealed record Measured(IReadOnlyList<double> Metres);
}
