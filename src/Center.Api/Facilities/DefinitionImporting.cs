using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Center.Projections.Facilities;

namespace Center.Api.Facilities;

/// <summary>What an import changed, or why it was refused.</summary>
/// <param name="Centre">The centre's id; null when the file could not be read.</param>
/// <param name="Streams">Number of streams that changed.</param>
/// <param name="Events">Number of events appended.</param>
/// <param name="Refusal">Why nothing was written, or null.</param>
internal sealed record ImportOutcome(string? Centre, int Streams, int Events, Refusal? Refusal);

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
            return new ImportOutcome(null, 0, 0, unreadable);
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

    /// <summary>Appends the differences within a transaction that the caller commits.</summary>
    public static async Task<ImportOutcome> ApplyAsync(
        Work work,
        CentreDefinition definition,
        HolidayCalendar? calendar
    )
    {
        await work.LockCentreAsync();
        var decided = DefinitionImport.Decide(definition, calendar, await work.BookAsync());
        if (decided.Refusal is { } refusal)
        {
            return new ImportOutcome(work.Centre, 0, 0, refusal);
        }

        var events = 0;
        foreach (var change in decided.Changes)
        {
            var stream = await work.FoldAsync(change.StreamKey, 0, (count, _) => count + 1);
            work.Append(change.StreamKey, stream.Version, change.Events);
            events += change.Events.Count;
        }

        return new ImportOutcome(work.Centre, decided.Changes.Count, events, null);
    }
}
