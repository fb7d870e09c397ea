using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Center.Projections.People;
using Npgsql;

namespace Center.Projections.Access;

/// <summary>What is known of a subject in one centre.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Subject">The subject.</param>
/// <param name="Access">Keys, links and roles.</param>
/// <param name="Credential">The key or link that the secret belongs to; null when the subject was looked up by its name.</param>
/// <param name="Person">The person of the same id, or null.</param>
public sealed record KnownSubject(
    string Centre,
    string Subject,
    SubjectAccess Access,
    CredentialId? Credential,
    PersonRow? Person
)
{
    /// <summary>The rows that it was known by; null when it has no keys, links or roles.</summary>
    public SubjectRevision? Revision { get; init; }

    /// <summary>Whether it is a person whose data were erased: nothing is done in that person's name any more.</summary>
    public bool IsErased => Person is { Person.Erased: true };
}

/// <summary>Finds subjects over all centres in one round trip each, as they stand this instant.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class Credentials(NpgsqlDataSource source)
{
    private static readonly string _bySecret = $"""
        select c.partition_value, w.data ->> 'subject', s.data, w.data ->> 'credential', p.data,
               s.id, s.mt_version, p.mt_version
        from {Table("mt_tenant_partitions")} c
        join {Rows<SecretRow>()} w on w.tenant_id = c.partition_value and w.id = $1
        join {Rows<SubjectRow>()} s on s.tenant_id = c.partition_value and s.id = w.data ->> 'subject'
        left join {Rows<PersonRow>()} p on p.tenant_id = c.partition_value and p.id = s.id
        """;

    private static readonly string _bySubject = $"""
        select c.partition_value, $1, s.data, null, p.data, s.id, s.mt_version, p.mt_version
        from {Table("mt_tenant_partitions")} c
        left join {Rows<SubjectRow>()} s on s.tenant_id = c.partition_value and s.id = $1
        left join {Rows<PersonRow>()} p on p.tenant_id = c.partition_value and p.id = $1
        where s.id is not null or p.id is not null
        """;

    /// <summary>Whose secret it is; null when nobody's.</summary>
    /// <param name="secretHash">SHA-256 of the secret in hex.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<KnownSubject?> OfSecretAsync(string secretHash, CancellationToken stopping)
    {
        var found = await QueryAsync(_bySecret, secretHash, stopping);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>The subject in every centre that knows it, by centre.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="stopping">Gives up.</param>
    public Task<IReadOnlyList<KnownSubject>> OfSubjectAsync(string subject, CancellationToken stopping) =>
        QueryAsync(_bySubject, subject, stopping);

    /// <summary>Ids of all centres, in order.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<string>> CentresAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            $"select partition_value from {Table("mt_tenant_partitions")} order by partition_value"
        );
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var centres = new List<string>();
        while (await reader.ReadAsync(stopping))
        {
            centres.Add(reader.GetString(0));
        }

        return centres;
    }

    private async Task<IReadOnlyList<KnownSubject>> QueryAsync(string sql, string value, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(sql + " order by c.partition_value");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var found = new List<KnownSubject>();
        while (await reader.ReadAsync(stopping))
        {
            found.Add(
                new KnownSubject(
                    reader.GetString(0),
                    reader.GetString(1),
                    Row<SubjectRow>(reader, 2)?.Access ?? AccessDecider.Initial,
                    reader.IsDBNull(3) ? null : new CredentialId(Guid.Parse(reader.GetString(3))),
                    Row<PersonRow>(reader, 4)
                )
                {
                    Revision = reader.IsDBNull(5) ? null : SubjectRevisions.Read(reader, 5),
                }
            );
        }

        return found;
    }

    private static T? Row<T>(NpgsqlDataReader reader, int column)
        where T : class =>
        reader.IsDBNull(column) ? null : JsonSerializer.Deserialize<T>(reader.GetString(column), CenterJson.Options);

    private static string Rows<T>() => Table(CenterStore.TableOf(typeof(T)));

    private static string Table(string name) => $"{CenterStore.Schema}.{name}";
}
