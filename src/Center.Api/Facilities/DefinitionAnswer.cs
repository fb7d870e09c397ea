using System.Collections.Generic;
using System.Linq;
using Center.Projections.EventStore;

namespace Center.Api.Facilities;

/// <summary>What an import changes, or with <c>check=true</c> would change.</summary>
/// <param name="Centre">The centre's id.</param>
/// <param name="Checked">Whether this was only a check and nothing was written.</param>
/// <param name="Streams">Number of streams that differ.</param>
/// <param name="Events">Number of events.</param>
/// <param name="Changes">The differences; empty when the centre is what the file says.</param>
internal sealed record DefinitionAnswer(
    string Centre,
    bool Checked,
    int Streams,
    int Events,
    IReadOnlyList<DefinitionChange> Changes
)
{
    public static DefinitionAnswer Of(ImportOutcome outcome, bool isCheck) =>
        new(
            outcome.Centre!,
            isCheck,
            outcome.Streams,
            outcome.Events,
            outcome
                .Changes.SelectMany(change =>
                    change.Events.Select(e => new DefinitionChange(
                        change.StreamKey,
                        EventLanguage.OfDomain.NameOf(e.GetType()).Name,
                        e
                    ))
                )
                .ToList()
        );
}

/// <summary>One difference.</summary>
/// <param name="Stream">Key of the stream, such as <c>facility/gym</c>.</param>
/// <param name="Type">Name of the event.</param>
/// <param name="Data">The event.</param>
internal sealed record DefinitionChange(string Stream, string Type, object Data);
