using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;

namespace Center.Projections.People;

/// <summary>A person's record that counts, and how he or she stands.</summary>
/// <param name="Id">The record that counts; another one than was asked for when that was merged away.</param>
/// <param name="Person">The record.</param>
/// <param name="Standing">Strikes and suspension.</param>
/// <param name="Version">Version of the stream.</param>
public sealed record PersonStanding(PersonId Id, Person Person, Standing Standing, long Version);

/// <summary>Reads how people stand, in the transaction of the decision that depends on it.</summary>
public static class Standings
{
    private static readonly (Person, Standing) _nobody = (PersonDecider.Initial, Standing.Initial);

    /// <summary>How a person stands, under the centre's admission lock.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="person">Any of the person's records.</param>
    public static async Task<PersonStanding> OfAsync(Work work, PersonId person)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (true)
        {
            var read = await work.FoldAsync(PersonView.StreamOf(person), _nobody, Evolve);
            if (read.State.Item1.MergedInto is not { } into)
            {
                return new PersonStanding(person, read.State.Item1, read.State.Item2, read.Version);
            }

            person = into;
        }
    }

    /// <summary>The same from events that were read already.</summary>
    /// <param name="person">The record.</param>
    /// <param name="events">All events of its stream, in order.</param>
    public static PersonStanding Of(PersonId person, IReadOnlyList<object> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var (record, standing) = events.Aggregate(_nobody, Evolve);
        return new PersonStanding(person, record, standing, events.Count);
    }

    private static (Person, Standing) Evolve((Person Person, Standing Standing) state, object e) =>
        (PersonDecider.Evolve(state.Person, e), Standing.Evolve(state.Standing, e));
}
