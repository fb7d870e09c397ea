using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;

namespace Center.Api.Facilities;

/// <summary>What an import changed, or why it was refused.</summary>
/// <param name="Centre">The centre's id; null when the file could not be read.</param>
/// <param name="Changes">What was appended, one item a stream.</param>
/// <param name="Refusal">Why nothing was written, or null.</param>
internal sealed record ImportOutcome(string? Centre, IReadOnlyList<StreamChange> Changes, Refusal? Refusal)
{
    public int Streams => Changes.Count;

    public int Events => Changes.Sum(change => change.Events.Count);
}

/// <summary>Brings a centre to what a definition file says: all of it or nothing, and only the differences.</summary>
/// <param name="works">Opens transactions.</param>
/// <param name="tenants">Where centres are registered.</param>
internal sealed class DefinitionImporting(WorkFactory works, CentreTenants tenants)
{
    /// <summary>Imports a file.</summary>
    /// <param name="definitionJson">Text of the definition file.</param>
    /// <param name="holidaysJson">Text of the holiday calendar, or null to keep the one adopted.</param>
    /// <param name="context">Who imports.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<ImportOutcome> RunAsync(
        string definitionJson,
        string? holidaysJson,
        EventContext context,
        CancellationToken stopping
    )
    {
        var definition = CentreDefinition.Read(definitionJson);
        var calendar = holidaysJson is null ? null : HolidayCalendarReader.Read(holidaysJson);
        if ((definition.Refusal ?? calendar?.Refusal) is { } unreadable)
        {
            return new ImportOutcome(null, [], unreadable);
        }

        var centre = definition.Value!.CentreId;
        await tenants.RegisterAsync(centre, stopping);
        await using var work = await works.BeginAsync(centre, context, stopping);
        var outcome = await ApplyAsync(work, definition.Value, calendar?.Value);
        if (outcome.Refusal is null)
        {
            await work.CommitAsync();
        }

        return outcome;
    }

    /// <summary>
    /// Appends the differences within a transaction that the caller commits. What people have opened since and the file
    /// does not know is closed; bookings that hold something which is to go refuse the whole file.
    /// </summary>
    /// <returns>Refused with <c>invalid-definition</c> or <c>units-have-bookings</c>.</returns>
    public static async Task<ImportOutcome> ApplyAsync(
        Work work,
        CentreDefinition definition,
        HolidayCalendar? calendar
    )
    {
        await work.LockCentreAsync();
        var before = await work.BookAsync();
        var decided = DefinitionImport.Decide(definition, calendar, before);
        var after = decided.Changes.Aggregate(
            before,
            (book, change) => change.Events.Aggregate(book, (next, e) => next.Evolve(change.StreamKey, e))
        );
        if ((decided.Refusal ?? await UnitsStillHeld.RefuseAsync(work, before, after)) is { } refusal)
        {
            return new ImportOutcome(work.Centre, [], refusal);
        }

        foreach (var change in decided.Changes)
        {
            var stream = await work.FoldAsync(change.StreamKey, 0, (count, _) => count + 1);
            work.Append(change.StreamKey, stream.Version, change.Events);
        }

        AdmissionLedger.Of(work).Close(before, after);
        return new ImportOutcome(work.Centre, decided.Changes, null);
    }
}
