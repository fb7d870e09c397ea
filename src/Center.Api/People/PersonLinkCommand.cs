using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Center.Projections.People;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.People;

/// <summary>Makes a one-time sign-in link for a person from the command line and prints it, and nothing else.</summary>
internal sealed class PersonLinkCommand : ConsoleCommand
{
    private static readonly string[] _searched = ["phone", "card", "name"];

    public override IReadOnlyList<string> Words => ["people", "link"];

    public override string Usage =>
        "(--person <id> | --phone <number> | --card <number> | --name <name>) [--url <address of the pages>] [--centre <id>]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        // The id may also stand alone.
        IReadOnlyList<string> given =
            args is [var first, ..] && Guid.TryParse(first, out _) ? ["--person", .. args] : args;
        var options = ConsoleOptions.Read(given, "--person", "--phone", "--card", "--name", "--url", "--centre");
        if (options is null || !NamesOne(options) || UrlOf(services, options) is not { } url)
        {
            await Console.Error.WriteLineAsync($"people link {Usage}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.GetValueOrDefault("--centre")) is not { } centre)
        {
            return 2;
        }

        return await PrintAsync(services, centre, options, url, output);
    }

    private static async Task<int> PrintAsync(
        IServiceProvider services,
        string centre,
        Dictionary<string, string> options,
        string url,
        TextWriter output
    )
    {
        var caller = Caller.Console(centre);
        var request = Guid.CreateVersion7().ToString();
        var context = new EventContext(caller.Subject, "admin", caller.Channel, request, request);
        await using var work = await services.GetRequiredService<WorkFactory>().BeginAsync(centre, context, default);
        var people = await FindAsync(work, options, services.GetRequiredService<VaultKey>());
        if (people is not [var person])
        {
            var several = people.Count == 0 ? "Nobody is known by this." : "Several are: name one of them by --person:";
            await Console.Error.WriteLineAsync(
                string.Join('\n', people.Select(one => one.ToString()).Prepend(several))
            );
            return 1;
        }

        var reply = await SignInLinks.Making(person, url)(new Command(work, caller, null));
        if (reply.Refusal is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Detail);
            return 1;
        }

        await work.CommitAsync();
        await output.WriteLineAsync(((SignInLinkAnswer)reply.Body!).Url);
        return 0;
    }

    private static bool NamesOne(Dictionary<string, string> options)
    {
        var named = options.Keys.Except(["--url", "--centre"]).ToList();
        return named is [var only] && (only != "--person" || Guid.TryParse(options[only], out _));
    }

    private static async Task<List<Guid>> FindAsync(Work work, Dictionary<string, string> options, VaultKey key)
    {
        if (options.TryGetValue("--person", out var id))
        {
            return [Guid.Parse(id)];
        }

        var field = _searched.Single(one => options.ContainsKey($"--{one}"));
        var found = await new Vault(work.Connection, work.Centre, key).FindAsync(field, options[$"--{field}"]);
        return [.. (await PeopleQueries.FinalAsync(work.Session, found, default)).Select(row => Guid.Parse(row.Id))];
    }

    // Where the service listens is where its pages are, unless that is every address of the machine.
    private static string? UrlOf(IServiceProvider services, Dictionary<string, string> options)
    {
        var listens = services.GetRequiredService<IConfiguration>()["urls"]?.Split(';')[0];
        var url = options.GetValueOrDefault("--url") ?? listens ?? CenterSettings.DefaultUrl;
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;
    }
}
