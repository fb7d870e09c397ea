using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;
using static Center.Api.Tests.People.ConsentStory;

namespace Center.Api.Tests.People;

/// <summary>Family members act for each other, as long as those for whom they act say so.</summary>
public sealed class ConsentTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_daughter_books_for_her_mother_once_the_mother_says_so()
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var (daughter, asDaughter) = await guests.ResidentAsync();
        (await BookAsync(asDaughter, mother)).ShouldBeProblem(403, "forbidden");

        var granted = (await GrantAsync(asMother, mother, daughter)).ShouldBe(201);
        granted.Text("to").ShouldBe(daughter);
        granted.Headers["Location"].ShouldBe($"/api/v1/people/{mother}/consents");
        (await GrantAsync(asMother, mother, daughter)).ShouldBe(201).Headers["ETag"].ShouldBe(granted.Headers["ETag"]);

        var booked = (await BookAsync(asDaughter, mother)).ShouldBe(201);
        booked.Text("person").ShouldBe(mother);
        var path = $"/bookings/{booked.Text("id")}";
        (await asDaughter.GetAsync(path)).ShouldBe(200);
        (await asDaughter.GetAsync(path + "/history")).ShouldBe(200);
        await asDaughter.PollAsync("/bookings", list => list.Items().Length == 1);
        (await asMother.PostAsync(path + "/cancel", new { reasonCode = "ill" })).ShouldBe(200);
        (await BookAsync(asMother, daughter)).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task whoever_gives_it_up_for_another_is_the_booker_and_not_staff()
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var (daughter, asDaughter) = await guests.ResidentAsync();
        (await GrantAsync(asMother, mother, daughter)).ShouldBe(201);
        var booked = (await BookAsync(asDaughter, mother)).ShouldBe(201);
        var path = $"/bookings/{booked.Text("id")}";
        (await asDaughter.PostAsync(path + "/cancel", new { reasonCode = "ill" })).ShouldBe(200);

        var left = (await asMother.GetAsync(path + "/history")).Items()[^1];
        left.GetProperty("data").GetProperty("by").GetString().ShouldBe("booker");
        left.GetProperty("actor").GetString().ShouldBe(daughter);
    }

    [Fact]
    public async Task a_withdrawn_consent_counts_no_more_from_that_moment_on()
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var (daughter, asDaughter) = await guests.ResidentAsync();
        (await GrantAsync(asMother, mother, daughter)).ShouldBe(201);
        var booked = (await BookAsync(asDaughter, mother)).ShouldBe(201);
        var path = $"/bookings/{booked.Text("id")}";
        await asDaughter.PollAsync("/bookings", list => list.Items().Length == 1);

        (await WithdrawAsync(asMother, mother, daughter)).ShouldBe(204);
        (await WithdrawAsync(asMother, mother, daughter)).ShouldBe(204);
        (await asDaughter.GetAsync("/bookings")).Items().ShouldBeEmpty();
        (await asDaughter.GetAsync(path)).ShouldBeProblem(404, "not-found");
        (await asDaughter.PostAsync(path + "/cancel", new { reasonCode = "ill" })).ShouldBeProblem(404, "not-found");
        (await BookAsync(asDaughter, mother)).ShouldBeProblem(403, "forbidden");
        (await asMother.GetAsync(path)).ShouldBe(200);
        (await asMother.GetAsync($"/people/{mother}/consents")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task nothing_is_booked_after_a_withdrawal_that_comes_in_between()
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var (daughter, asDaughter) = await guests.ResidentAsync();
        (await GrantAsync(asMother, mother, daughter)).ShouldBe(201);
        var booking = Enumerable
            .Range(0, 12)
            .Select(async number =>
            {
                await Task.Delay(number * 5, TestContext.Current.CancellationToken);
                return await BookAsync(asDaughter, mother);
            })
            .ToList();
        await Task.Delay(30, TestContext.Current.CancellationToken);
        (await WithdrawAsync(asMother, mother, daughter)).ShouldBe(204);
        var answers = await Task.WhenAll(booking);

        var withdrawn = await PositionAsync(guests, $"person/{mother}", "consent.withdrawn");
        foreach (var answer in answers)
        {
            if (answer.Status != 201)
            {
                answer.ShouldBeProblem(403, "forbidden");
                continue;
            }

            var made = await PositionAsync(guests, $"booking/{answer.Text("id")}", "booking.confirmed");
            made.ShouldBeLessThan(withdrawn);
        }
    }

    [Fact]
    public async Task for_a_child_a_guardian_says_who_may_act()
    {
        var guests = await GuestsAsync();
        var (parent, asParent) = await guests.ResidentAsync();
        var (grandmother, asGrandmother) = await guests.ResidentAsync();
        var child = (
            await guests.Admin.PostAsync(
                "/people",
                new
                {
                    ageBand = "under-10",
                    guardians = new[] { parent },
                    personal = new { name = "小明" },
                }
            )
        ).ShouldBe(201).Text("id");
        var asChild = await guests.KeyAsync("resident", child);
        (await BookAsync(asParent, child)).ShouldBe(201);
        (await GrantAsync(asChild, child, grandmother)).ShouldBeProblem(422, "guardian-consent-needed");
        (await GrantAsync(asGrandmother, child, grandmother)).ShouldBeProblem(403, "forbidden");

        var granted = (await GrantAsync(asParent, child, grandmother)).ShouldBe(201);
        granted.Text("guardian").ShouldBe(parent);
        (await BookAsync(asGrandmother, child)).ShouldBe(201);
        (await asGrandmother.GetAsync($"/people/{child}")).ShouldBeProblem(403, "forbidden");
        (await GrantAsync(asParent, child, grandmother, "details")).ShouldBe(201);
        (await asGrandmother.GetAsync($"/people/{child}")).ShouldBe(200).Raw.ShouldContain("小明");

        (await WithdrawAsync(asChild, child, grandmother)).ShouldBeProblem(422, "guardian-consent-needed");
        (await WithdrawAsync(asGrandmother, child, parent)).ShouldBeProblem(403, "forbidden");
        (await WithdrawAsync(asGrandmother, child, grandmother)).ShouldBe(204);
        (await BookAsync(asGrandmother, child)).ShouldBeProblem(403, "forbidden");
        (await WithdrawAsync(guests.Admin, child, parent)).ShouldBe(204);
        (await BookAsync(asParent, child)).ShouldBeProblem(403, "forbidden");
        (await GrantAsync(asParent, child, grandmother)).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task staff_record_what_was_said_at_the_desk_and_nothing_for_themselves()
    {
        var guests = await GuestsAsync();
        var (mother, _) = await guests.ResidentAsync();
        var (daughter, asDaughter) = await guests.ResidentAsync();
        var steward = await guests.KeyAsync("steward", daughter);
        (await GrantAsync(steward, mother, daughter, evidence: "in-person")).ShouldBeProblem(403, "forbidden");
        steward = await guests.KeyAsync("steward");
        var without = await GrantAsync(steward, mother, daughter);
        without.ShouldBeProblem(400, "invalid-value");
        without.Text("member").ShouldBe("evidence");
        (await GrantAsync(asDaughter, mother, daughter, evidence: "in-person")).ShouldBeProblem(403, "forbidden");
        var client = await guests.KeyAsync("client");
        (await GrantAsync(client, mother, daughter, evidence: "in-person")).ShouldBeProblem(403, "forbidden");

        var granted = (await GrantAsync(steward, mother, daughter, evidence: "signed-form")).ShouldBe(201);
        granted.Text("evidence").ShouldBe("signed-form");
        (await BookAsync(asDaughter, mother)).ShouldBe(201);
    }

    private async Task<BookingGuests> GuestsAsync() => new(await postgres.SharedCenterAsync());
}
