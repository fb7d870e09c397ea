using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Demonstration;

/// <summary>What every part of the story shares.</summary>
/// <param name="Telling">Writes.</param>
/// <param name="Agenda">What is going to happen.</param>
/// <param name="Chance">What is left to chance.</param>
/// <param name="Cast">Who plays.</param>
/// <param name="Callers">Makes those who act.</param>
/// <param name="Tally">Counts refusals.</param>
internal sealed record Stage(Telling Telling, Agenda Agenda, Chance Chance, Cast Cast, Callers Callers, Tally Tally)
{
    /// <summary>The centre's definition.</summary>
    public CentreBook Book => Telling.Book;

    /// <summary>The centre's zone.</summary>
    public CentreZone Zone => Book.Zone;

    /// <summary>Code of the street's centre; of any site where there is none.</summary>
    public string MainSite => Book.Sites.OrderByDescending(site => site.Kind == SiteKind.StreetCentre).First().Code;
}
