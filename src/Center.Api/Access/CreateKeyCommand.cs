using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Access;

/// <summary>Makes a key from the command line and prints it, and nothing else.</summary>
internal sealed class CreateKeyCommand : ConsoleCommand
{
    private static readonly string[] _known = ["--name", "--role", "--scope", "--person", "--centre"];

    public override IReadOnlyList<string> Words => ["keys", "create"];

    public override string Usage => "--name <text> --role <role> [--scope <scope>] [--person <id>] [--centre <id>]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (ConsoleOptions.Read(args, _known) is not { } options || Wanted(options) is not { } wanted)
        {
            await Console.Error.WriteLineAsync($"keys create {Usage}; roles: {string.Join(", ", RoleNames())}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.GetValueOrDefault("--centre")) is not { } centre)
        {
            return 2;
        }

        var key = await services.GetRequiredService<ConsoleKeys>().IssueAsync(centre, wanted, null, default);
        await (
            key.Refusal is { } refusal
                ? Console.Error.WriteLineAsync(refusal.Detail)
                : output.WriteLineAsync(key.Secret)
        );
        return key.Refusal is null ? 0 : 1;
    }

    private static WantedKey? Wanted(Dictionary<string, string> options)
    {
        var scope = options.GetValueOrDefault("--scope") ?? Scope.Centre.ToString();
        var person = options.GetValueOrDefault("--person");
        return
            options.TryGetValue("--name", out var name)
            && options.TryGetValue("--role", out var roleName)
            && Enum.GetValues<Role>().Where(role => NameOf(role) == roleName).ToList() is [var role]
            && Scope.TryParse(scope, out var parsed)
            && (person is null || Guid.TryParse(person, out _))
            ? new WantedKey(name, new Grant(role, parsed), person is null ? null : new PersonId(Guid.Parse(person)))
            : null;
    }

    private static IEnumerable<string> RoleNames() => Enum.GetValues<Role>().Select(NameOf);

    private static string NameOf(Role role) => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());
}
