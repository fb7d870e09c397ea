using System.Threading;
using System.Threading.Tasks;

namespace Center.Projections.People;

/// <summary>How the vault forgets: one text, or everything of a person.</summary>
public sealed partial class Vault
{
    /// <summary>Takes a text out, and whoever is looked up by it is found no more; nothing happens when there is none.</summary>
    /// <param name="person">Whose text.</param>
    /// <param name="field">Its name.</param>
    /// <param name="cancel">Cancels.</param>
    public Task RemoveAsync(string person, string field, CancellationToken cancel = default) =>
        RunAsync(
            """
            delete from center.personal where centre = @centre and person = @person and field = @field;
            delete from center.personal_index where centre = @centre and person = @person and field = @field;
            """,
            person,
            field,
            [],
            cancel
        );

    /// <summary>Destroys a person's key, the sealed texts and their search digests; nothing is ever kept for them again.</summary>
    /// <param name="person">Whose key.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task DestroyAsync(string person, CancellationToken cancel = default)
    {
        await using var command = Command(
            """
            insert into center.person_key (centre, person, wrapped_key) values (@centre, @person, null)
            on conflict (centre, person) do update set wrapped_key = null;
            delete from center.personal where centre = @centre and person = @person;
            delete from center.personal_index where centre = @centre and person = @person;
            """,
            person
        );
        await command.ExecuteNonQueryAsync(cancel);
    }
}
