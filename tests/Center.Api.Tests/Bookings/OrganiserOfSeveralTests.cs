using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Somebody organises for two organisations, and says which one is meant.</summary>
public sealed class OrganiserOfSeveralTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string One = "committee-02";
    private const string Other = "committee-03";

    private TokenIssuer _issuer = null!;
    private CenterUnderTest _center = null!;
    private BookingGuests _guests = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _center = await CenterUnderTest.StartAsync(postgres, configuration: _issuer.Settings);
        _guests = new BookingGuests(_center);
    }

    public async ValueTask DisposeAsync()
    {
        await _center.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task each_is_booked_for_by_its_name_and_seen()
    {
        var organiser = await OrganiserAsync(null);
        var stranger = await _guests.KeyAsync("organiser", scope: "organisation:committee-04");
        foreach (var (organisation, room) in new[] { (One, "dance-room"), (Other, "baking-room") })
        {
            (await stranger.PostAsync("/bookings", Wish(room, organisation))).ShouldBeProblem(403, "forbidden");
            var booked = (await organiser.PostAsync("/bookings", Wish(room, organisation))).ShouldBe(201);
            booked.Text("organisation").ShouldBe(organisation);
            var id = booked.Text("id");
            (await organiser.GetAsync($"/bookings/{id}")).ShouldBe(200);
            (await stranger.GetAsync($"/bookings/{id}")).ShouldBeProblem(404, "not-found");
            var listed = await organiser.PollAsync(
                $"/bookings?organisation={organisation}",
                list => list.Items().Length > 0
            );
            listed.Items().Single().GetProperty("id").GetString().ShouldBe(id);
            (await organiser.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
            var told = await organiser.PollAsync("/changes?after=0&limit=1000", changes => IsTold(changes, id));
            IsTold(told, id).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task without_a_name_nobody_guesses_which_one()
    {
        var (person, _) = await _guests.ResidentAsync();
        foreach (var organiser in new[] { await OrganiserAsync(null), await OrganiserAsync(person) })
        {
            (await organiser.PostAsync("/bookings", Wish("dance-room", null))).ShouldBeProblem(422, "booker-missing");
            (await organiser.GetAsync("/me"))
                .Items("organisations")
                .Select(one => one.GetString())
                .ShouldBe([One, Other], ignoreOrder: true);
        }

        var self = await OrganiserAsync(person);
        var own = await self.PostAsync("/bookings", Wish("dance-room", null, person));
        own.ShouldBe(201).Text("person").ShouldBe(person);
        own.Body.TryGetProperty("organisation", out _).ShouldBeFalse();
    }

    private async Task<CentreClient> OrganiserAsync(string? person)
    {
        var organiser = new CentreClient(_center.Http, _issuer.Token($"organiser-{Guid.NewGuid()}"));
        var subject = (await organiser.GetAsync("/me")).ShouldBe(200).Text("subject");
        foreach (var organisation in new[] { One, Other })
        {
            var grant = new
            {
                role = "organiser",
                subject,
                person,
                scope = $"organisation:{organisation}",
            };
            (await _guests.Admin.PostAsync("/grants", grant)).ShouldBe(201);
        }

        return organiser;
    }

    private static object Wish(string facility, string? organisation, string? person = null)
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(5);
        return new
        {
            facility,
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "16:00"),
            people = 2,
            organisation,
            onBehalfOf = person,
        };
    }

    private static bool IsTold(Answer changes, string booking) =>
        changes
            .Items()
            .Any(change =>
                change.GetProperty("id").GetString() == booking
                && change.GetProperty("type").GetString() == "booking.cancelled"
            );
}
