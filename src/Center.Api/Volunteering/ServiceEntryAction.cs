using System;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.Volunteering;

namespace Center.Api.Volunteering;

/// <summary>An entry that a command is about.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Row">Where it stands.</param>
/// <param name="Volunteer">The person that the day belongs to now, whatever records were merged since.</param>
internal sealed record EntryAtHand(ServiceEntryId Id, ServiceEntryRow Row, PersonId Volunteer);

/// <summary>The way of every action on an entry: find its stream, check the right, lock, decide, answer.</summary>
internal static class ServiceEntryAction
{
    /// <param name="command">The command.</param>
    /// <param name="id">The entry.</param>
    /// <param name="permission">What the caller needs within the recording unit's scope.</param>
    /// <param name="decide">The decision.</param>
    public static async Task<Reply> RunAsync(
        Command command,
        Guid id,
        Permission permission,
        Func<EntryAtHand, VolunteerDay, Decision> decide
    )
    {
        if (await FindAsync(command, id) is not { } entry)
        {
            return new Refusal("not-found", "There is no such service entry.");
        }

        if (!command.Caller.May(permission, organisation: entry.Row.Entry.Service.RecordingUnit))
        {
            return new Refusal("forbidden", "Your role does not reach this entry's recording unit.");
        }

        command.ActAs(permission, command.Work.Context.PolicyVersion);
        return await DecideAsync(command, entry, decide);
    }

    /// <summary>Finds an entry; null when there is none.</summary>
    public static async Task<EntryAtHand?> FindAsync(Command command, Guid id)
    {
        var row = await command.Work.Session.LoadAsync<ServiceEntryRow>(id.ToString());
        return row is null
            ? null
            : new EntryAtHand(new(id), row, await Volunteers.CurrentAsync(command.Work, row.Person));
    }

    /// <summary>Decides on the day that the entry belongs to, one after another.</summary>
    public static async Task<Reply> DecideAsync(
        Command command,
        EntryAtHand entry,
        Func<EntryAtHand, VolunteerDay, Decision> decide
    )
    {
        var stream = VolunteerDay.StreamOf(entry.Row.Person, entry.Row.Day);
        await command.Work.LockStreamAsync(stream);
        var decided = await command.DecideAsync(
            stream,
            VolunteerDayDecider.Initial,
            VolunteerDayDecider.Evolve,
            state => decide(entry, state)
        );
        return decided.Refusal is { } refusal
            ? refusal
            : Reply.Ok(
                ServiceEntryAnswer.Of(entry.Row.Person, entry.Row.Day, decided.State, entry.Id),
                decided.Version
            );
    }
}
