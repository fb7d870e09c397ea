using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.People;

/// <summary>Finds the people whom somebody may act for.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class PeopleActedFor(NpgsqlDataSource source)
{
    private static readonly string _naming =
        $"select id from {CenterStore.Schema}.{CenterStore.TableOf(typeof(PersonRow))} where tenant_id = $1 and (false";

    /// <summary>The people, by the records that count, in the order of their ids.</summary>
    /// <param name="session">Session of the centre.</param>
    /// <param name="self">Who acts.</param>
    /// <param name="kind">What she may do for them.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<PersonId>> OfAsync(
        IQuerySession session,
        PersonId self,
        ConsentKind kind,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(session);
        var ties = Ties.In(session);
        var (me, mine) = await ties.FinalAsync(self);
        var found = new SortedSet<Guid>();
        foreach (
            var named in (await NamingAsync(session.TenantId, me, stopping)).Concat(mine.Registration?.ActsFor ?? [])
        )
        {
            var (other, _) = await ties.FinalAsync(named);
            if (!found.Contains(other.Value) && await ties.MayAsync(me, other, kind))
            {
                found.Add(other.Value);
            }
        }

        return [.. found.Select(id => new PersonId(id))];
    }

    // Each condition is one that the index on the rows answers.
    private async Task<List<PersonId>> NamingAsync(string centre, PersonId self, CancellationToken stopping)
    {
        var records = (await SamePeople.OfAsync(source, centre, self, stopping)).Records;
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var command = connection.CreateCommand();
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        var sql = new StringBuilder(_naming);
        foreach (var record in records)
        {
            Or($$$$"""{"person": {"registration": {"guardians": ["{{{{record}}}}"]}}}""");
            Or($$$$"""{"person": {"consents": [{"to": "{{{{record}}}}", "stands": true}]}}""");
        }

        command.CommandText = sql.Append(')').ToString();
        var people = new List<PersonId>();
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            people.Add(new PersonId(Guid.Parse(reader.GetString(0))));
        }

        return people;

        void Or(string holds)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = holds, NpgsqlDbType = NpgsqlDbType.Jsonb });
            sql.Append(CultureInfo.InvariantCulture, $" or data @> ${command.Parameters.Count}");
        }
    }
}
