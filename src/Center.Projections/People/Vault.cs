using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.People;

/// <summary>
/// The vault of one centre, inside the transaction that the connection is in. A person is named by the opaque id; text
/// without a person is kept for the actor who wrote it.
/// </summary>
/// <param name="connection">Open connection.</param>
/// <param name="centre">The centre.</param>
/// <param name="key">What wraps the data keys.</param>
public sealed partial class Vault(NpgsqlConnection connection, string centre, VaultKey key)
{
    private const string EveryField = "";

    /// <summary>Seals a text, over what stood there before.</summary>
    /// <param name="person">Whose text.</param>
    /// <param name="field">Its name: <c>name</c>, <c>phone</c>, <c>card</c>, <c>note:&lt;booking&gt;</c> …</param>
    /// <param name="text">The text.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>False, and nothing kept, when the person's key was destroyed.</returns>
    public async Task<bool> PutAsync(string person, string field, string text, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dataKey = await DataKeyAsync(person, orMake: true, cancel);
        if (dataKey is null)
        {
            return false;
        }

        var sealedText = SealedText.Seal(dataKey, Encoding.UTF8.GetBytes(text), ContextOf(person, field));
        await RunAsync(
            """
            insert into center.personal (centre, person, field, sealed) values (@centre, @person, @field, @value)
            on conflict (centre, person, field) do update set sealed = excluded.sealed
            """,
            person,
            field,
            sealedText,
            cancel
        );
        await IndexAsync(person, field, text, cancel);
        return true;
    }

    /// <summary>Opens a text; null when there is none or the person's key was destroyed.</summary>
    /// <param name="person">Whose text.</param>
    /// <param name="field">Its name.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="VaultUnreadableException">The sealed text was altered, moved, or sealed with another key.</exception>
    public async Task<string?> ReadAsync(string person, string field, CancellationToken cancel = default) =>
        (await OpenAsync(person, field, cancel)).GetValueOrDefault(field);

    /// <summary>Opens all texts of a person, by field name in order; empty when the key was destroyed.</summary>
    /// <param name="person">Whose texts.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="VaultUnreadableException">A sealed text was altered, moved, or sealed with another key.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAllAsync(
        string person,
        CancellationToken cancel = default
    ) => await OpenAsync(person, EveryField, cancel);

    /// <summary>Opens one text of each of several people, for lists; whoever has none is left out.</summary>
    /// <param name="people">Whose texts.</param>
    /// <param name="field">Its name.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="VaultUnreadableException">A sealed text was altered, moved, or sealed with another key.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadEachAsync(
        IReadOnlyCollection<string> people,
        string field,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(people);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (people.Count == 0)
        {
            return texts;
        }

        await using var command = Command(
            """
            select person, wrapped_key, sealed from center.personal join center.person_key using (centre, person)
            where centre = @centre and person = any(@people) and field = @field and wrapped_key is not null
            """,
            string.Empty,
            field
        );
        command.Parameters.AddWithValue("people", NpgsqlDbType.Array | NpgsqlDbType.Text, people.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var person = reader.GetString(0);
            var dataKey = key.Unwrap(reader.GetFieldValue<byte[]>(1), centre, person);
            var plain = SealedText.Open(dataKey, reader.GetFieldValue<byte[]>(2), ContextOf(person, field));
            texts[person] = Encoding.UTF8.GetString(plain);
        }

        return texts;
    }

    /// <summary>People with exactly this text in this field, after <see cref="SearchText.Normalise"/>.</summary>
    /// <param name="field"><c>name</c>, <c>phone</c> or <c>card</c>.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<IReadOnlyList<string>> FindAsync(string field, string text, CancellationToken cancel = default)
    {
        var people = new List<string>();
        if (SearchText.Normalise(field, text) is not { } normalised)
        {
            return people;
        }

        await using var command = Command(
            "select person from center.personal_index where centre = @centre and field = @field and digest = @value order by person",
            string.Empty,
            field,
            key.Digest(centre, field, normalised)
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            people.Add(reader.GetString(0));
        }

        return people;
    }

    private async Task<SortedDictionary<string, string>> OpenAsync(
        string person,
        string wanted,
        CancellationToken cancel
    )
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var dataKey = await DataKeyAsync(person, orMake: false, cancel);
        if (dataKey is null)
        {
            return texts;
        }

        await using var command = Command(
            """
            select field, sealed from center.personal
            where centre = @centre and person = @person and (field = @field or @field = '')
            """,
            person,
            wanted
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var field = reader.GetString(0);
            var plain = SealedText.Open(dataKey, reader.GetFieldValue<byte[]>(1), ContextOf(person, field));
            texts[field] = Encoding.UTF8.GetString(plain);
        }

        return texts;
    }

    /// <summary>Null: destroyed, or not there. The row stays locked, so that a text is never sealed under a dying key.</summary>
    private async Task<byte[]?> DataKeyAsync(string person, bool orMake, CancellationToken cancel)
    {
        if (orMake)
        {
            await RunAsync(
                """
                insert into center.person_key (centre, person, wrapped_key) values (@centre, @person, @value)
                on conflict (centre, person) do nothing
                """,
                person,
                string.Empty,
                key.Wrap(VaultKey.NewDataKey(), centre, person),
                cancel
            );
        }

        await using var command = Command(
            $"select wrapped_key from center.person_key where centre = @centre and person = @person {(orMake ? "for share" : "")}",
            person
        );
        return await command.ExecuteScalarAsync(cancel) is byte[] wrapped ? key.Unwrap(wrapped, centre, person) : null;
    }

    private async Task IndexAsync(string person, string field, string text, CancellationToken cancel)
    {
        var normalised = SearchText.Normalise(field, text);
        await RunAsync(
            """
            delete from center.personal_index where centre = @centre and person = @person and field = @field;
            insert into center.personal_index (centre, field, digest, person)
            select @centre, @field, @value, @person where length(@value) > 0
            """,
            person,
            field,
            normalised is null ? [] : key.Digest(centre, field, normalised),
            cancel
        );
    }

    private byte[] ContextOf(string person, string field) => SealedText.Context("text", centre, person, field);

    private async Task RunAsync(string sql, string person, string field, byte[] value, CancellationToken cancel)
    {
        await using var command = Command(sql, person, field, value);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, string person, string field = "", byte[]? value = null)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("centre", NpgsqlDbType.Text, centre);
        command.Parameters.AddWithValue("person", NpgsqlDbType.Text, person);
        command.Parameters.AddWithValue("field", NpgsqlDbType.Text, field);
        command.Parameters.AddWithValue("value", NpgsqlDbType.Bytea, value ?? []);
        return command;
    }
}
