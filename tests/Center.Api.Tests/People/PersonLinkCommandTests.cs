using System;
using System.IO;
using System.Threading.Tasks;
using Center.Api.People;
using Center.Api.Tests.Access;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary><c>-- people link</c>: a way into the pages for whoever stands before somebody at the machine.</summary>
public sealed class PersonLinkCommandTests(TestPostgres postgres)
{
    [Fact]
    public async Task it_prints_a_link_that_signs_the_person_in_and_nothing_else()
    {
        var center = await postgres.SharedCenterAsync();
        var person = await new AccessStory(center).PersonAsync(new { phone = "13900002222" });
        string[][] ways =
        [
            [person],
            ["--person", person],
            ["--phone", "+86 139 0000 2222"],
        ];
        foreach (var way in ways)
        {
            var (code, output) = await RunAsync(center, [.. way, "--url", "https://book.example.org/ignored"]);
            code.ShouldBe(0);
            var url = new Uri(output.Trim());
            url.GetLeftPart(UriPartial.Authority).ShouldBe("https://book.example.org");
            using var browser = new Access.Browser(center.BaseAddress);
            (await browser.PostAsync(url.AbsolutePath)).Location.ShouldBe("/book");
            (await browser.GetAsync("/api/v1/me")).Text.ShouldContain(person);
        }

        (await RunAsync(center, [person])).Output.ShouldStartWith("http://127.0.0.1:", Case.Sensitive);
    }

    [Fact]
    public async Task a_link_from_the_machine_carries_the_roles_that_the_person_holds()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var person = await story.PersonAsync();
        (await story.Admin.PostAsync("/grants", new { role = "manager", person })).ShouldBe(201);
        var (_, output) = await RunAsync(center, [person]);
        using var browser = new Access.Browser(center.BaseAddress);
        await browser.PostAsync(new Uri(output.Trim()).AbsolutePath);
        (await browser.GetAsync("/api/v1/keys")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task who_is_not_one_person_gets_none()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var name = $"n{Guid.NewGuid():N}";
        string[] people = [await story.PersonAsync(new { name }), await story.PersonAsync(new { name })];
        var known = people[1];
        var events = await story.EventsAboutAsync(people);
        (await RunAsync(center, ["--name", name])).ShouldBe((1, string.Empty));
        (await RunAsync(center, ["--card", "nobody's"])).ShouldBe((1, string.Empty));
        (await RunAsync(center, [Guid.NewGuid().ToString()])).ShouldBe((1, string.Empty));
        string[][] wrong =
        [
            [],
            ["--person", "li"],
            ["--phone", "1", "--name", "x"],
            [known, "--url", "book"],
            [known, "--colour", "red"],
            [known, "--centre", "nowhere"],
            ["--url", "http://x/"],
        ];
        foreach (var args in wrong)
        {
            (await RunAsync(center, args)).ShouldBe((2, string.Empty), string.Join(' ', args));
        }

        (await story.EventsAboutAsync(people)).ShouldBe(events);
    }

    private static async Task<(int Code, string Output)> RunAsync(CenterUnderTest center, string[] args)
    {
        await using var output = new StringWriter();
        var code = await new PersonLinkCommand().RunAsync(center.Services, args, output);
        return (code, output.ToString());
    }
}
