using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Access;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Access;

/// <summary>A key as a list shows it; its label is in the vault of the subject.</summary>
/// <param name="Key">The key.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="IssuedAt">When it was issued.</param>
public sealed record ListedKey(IssuedKey Key, string Subject, DateTimeOffset IssuedAt);

/// <summary>Keys and roles of a centre, page by page.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class AccessLists(NpgsqlDataSource source)
{
    private static readonly string _subjects = $"{CenterStore.Schema}.{CenterStore.TableOf(typeof(SubjectRow))}";
    private static readonly string _credentials = $"{CenterStore.Schema}.{CenterStore.TableOf(typeof(CredentialRow))}";

    /// <summary>Keys in the order of their ids.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="after">Id after which the page starts; empty for the first.</param>
    /// <param name="limit">Most keys.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<ListedKey>> KeysAsync(
        string centre,
        string after,
        int limit,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(
            $"""
            select c.data, s.data from {_credentials} c
            join {_subjects} s on s.tenant_id = c.tenant_id and s.id = c.data ->> 'subject'
            where c.tenant_id = $1 and c.data ->> 'isLink' = 'false' and c.id > $2 order by c.id limit $3
            """
        );
        Add(command, centre, after, limit);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var keys = new List<ListedKey>();
        while (await reader.ReadAsync(stopping))
        {
            var row = Read<CredentialRow>(reader, 0);
            var key = Read<SubjectRow>(reader, 1).Access.Key(new(Guid.Parse(row.Id)))!;
            keys.Add(new ListedKey(key, row.Subject, row.IssuedAt));
        }

        return keys;
    }

    /// <summary>Subjects that hold a role, or one of them, in order.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="subject">The subject, or null for all.</param>
    /// <param name="after">Subject after which the page starts; empty for the first.</param>
    /// <param name="limit">Most subjects.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<SubjectRow>> HoldersAsync(
        string centre,
        string? subject,
        string after,
        int limit,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(
            $"""
            select data from {_subjects}
            where tenant_id = $1 and id > $2 and jsonb_array_length(data -> 'access' -> 'grants') > 0
              and ($4::text is null or id = $4)
            order by id limit $3
            """
        );
        Add(command, centre, after, limit);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = subject });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<SubjectRow>();
        while (await reader.ReadAsync(stopping))
        {
            rows.Add(Read<SubjectRow>(reader, 0));
        }

        return rows;
    }

    /// <summary>Whether anybody ever got a key or role of this kind.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="role">Role in kebab case.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<bool> EverIssuedAsync(string centre, string role, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            $"""
            select exists (select from {_subjects} where tenant_id = $1
              and jsonb_path_exists(data, '$.access.keys[*].grant.role ? (@ == $role)', jsonb_build_object('role', $2)))
            """
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = centre });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }

    private static void Add(NpgsqlCommand command, string centre, string after, int limit)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = centre });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
    }

    private static T Read<T>(NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize<T>(reader.GetString(column), CenterJson.Options)!;
}
