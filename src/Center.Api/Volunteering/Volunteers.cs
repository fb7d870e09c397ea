using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;
using Center.Projections.People;
using Npgsql;

namespace Center.Api.Volunteering;

/// <summary>Who volunteers: anybody that the centre knows, without another registration.</summary>
internal static class Volunteers
{
    /// <summary>The hand that the caller puts to a record.</summary>
    public static Signatory Signature(this Caller caller) =>
        new(caller.Subject, caller.Person) { IssuedBy = caller.IssuedBy };

    /// <summary>Metadata that say under which right and which rules the caller acts.</summary>
    public static void ActAs(this Command command, Permission permission, string? policyVersion)
    {
        var role = command.Caller.InRoleFor(permission).Role;
        command.Work.Context = command.Work.Context with
        {
            Role = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString()),
            PolicyVersion = policyVersion,
        };
    }

    /// <summary>Refuses whoever is not known or was merged into another record.</summary>
    public static async Task<Refusal?> RefuseUnknownAsync(Work work, PersonId person)
    {
        var state = await FoldAsync(work, person);
        return state.Registration is null ? Invalid("There is no such person.")
            : state.Erased ? PersonDecider.Erased
            : state.MergedInto is not null ? Invalid("The record was merged into another one.")
            : null;
    }

    /// <summary>The record that counts now for a person; merges never go round in a circle, so this ends.</summary>
    public static async Task<PersonId> CurrentAsync(Work work, PersonId person)
    {
        while ((await FoldAsync(work, person)).MergedInto is { } into)
        {
            person = into;
        }

        return person;
    }

    /// <summary>The person and every record that was merged into that one, directly or by way of another.</summary>
    /// <returns>Empty when there is no such person.</returns>
    public static async Task<IReadOnlyList<PersonId>> RecordsAsync(
        NpgsqlDataSource source,
        string centre,
        PersonId person,
        CancellationToken stopping
    )
    {
        var rows = $"{CenterStore.Schema}.{CenterStore.TableOf(typeof(PersonRow))}";
        await using var command = source.CreateCommand(
            $"""
            with recursive same(id) as (
                select id from {rows} where tenant_id = $1 and id = $2
                union
                select p.id from {rows} p join same on p.data -> 'person' ->> 'mergedInto' = same.id where p.tenant_id = $1
            )
            select id from same
            """
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = centre });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person.ToString() });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var records = new List<PersonId>();
        while (await reader.ReadAsync(stopping))
        {
            records.Add(new PersonId(Guid.Parse(reader.GetString(0))));
        }

        return records;
    }

    private static async Task<Person> FoldAsync(Work work, PersonId person) =>
        (await work.FoldAsync(PersonView.StreamOf(person), PersonDecider.Initial, PersonDecider.Evolve)).State;

    private static Refusal Invalid(string detail) => new Refusal("invalid-value", detail).With("member", "person");
}
