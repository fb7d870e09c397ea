using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Attendance;
using Center.Api.People;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;

namespace Center.Api.Demonstration;

/// <summary>Brings the cast on the stage: staff with keys, scanners, then residents with details in the vault.</summary>
/// <param name="stage">The stage.</param>
/// <param name="keys">Issues keys.</param>
/// <param name="vaultKey">Opens the vault.</param>
/// <param name="start">Early in the morning of the first day.</param>
internal sealed class Casting(Stage stage, KeyIssuing keys, VaultKey vaultKey, DateTimeOffset start)
{
    private const int AtFirst = 255;
    private const int Later = 45;
    private const int VolunteersOfTeam = 18;
    private const int ScannersAtCentre = 3;

    private static readonly (AgeBand, int)[] _grownUp =
    [
        (AgeBand.Adult, 48),
        (AgeBand.Senior, 42),
        (AgeBand.Under18, 10),
    ];
    private static readonly (AgeBand, int)[] _children = [(AgeBand.Under14, 1), (AgeBand.Under10, 1)];

    private readonly SyntheticDetails _details = new(stage.Chance);
    private readonly Caller _console = Caller.Console(stage.Callers.Centre) with { Channel = Telling.Channel };
    private DateTimeOffset _at = start;

    private Cast Cast => stage.Cast;

    /// <summary>Everybody who is there when the story begins.</summary>
    public async Task OpenAsync()
    {
        await HireAsync();
        await InstallScannersAsync();
        for (var i = 0; i < AtFirst; i++)
        {
            await RegisterAsync(Next(10));
        }

        await stage.Telling.CommitAsync();
        FormTeams();
    }

    /// <summary>Plans those who register in the course of the story.</summary>
    /// <param name="from">First day.</param>
    /// <param name="days">Number of days.</param>
    public void PlanNewcomers(DateOnly from, int days)
    {
        for (var i = 0; i < Later; i++)
        {
            var day = from.AddDays(stage.Chance.Between(0, Math.Max(0, days - 1)));
            var at = stage.Zone.InstantOf(day, new TimeOnly(9, 0)) + stage.Chance.Minutes(0, 10 * 60);
            stage.Agenda.At(at, RegisterAsync);
        }
    }

    /// <summary>Gives somebody a key.</summary>
    public async Task<KeyHolder> GiveKeyAsync(string label, Grant grant, PersonId? person, DateTimeOffset at)
    {
        var command = await stage.Telling.BeginAsync(_console, at);
        var key = await keys.IssueAsync(command, new WantedKey(label, grant, person));
        return key.Refusal is { } refusal
            ? throw new InvalidOperationException($"No key for {label}: {refusal.Detail}")
            : new KeyHolder(label, stage.Callers.Holder(key.Id, person, grant), key.Secret);
    }

    private async Task HireAsync()
    {
        Cast.Stewards.AddRange(await HireAsync("front desk", Grant.Everywhere(Role.Steward), 3));
        Cast.Coordinators.AddRange(await HireAsync("volunteering", Grant.Everywhere(Role.Coordinator), 2));
        Cast.Manager = (await HireAsync("manager", Grant.Everywhere(Role.Manager), 1))[0];
        Cast.Auditor = (await HireAsync("auditor", Grant.Everywhere(Role.Auditor), 1))[0];
        foreach (var organisation in stage.Book.Organisations)
        {
            var scope = Scope.OfOrganisation(organisation.Code);
            Cast.Organisers.AddRange(await HireAsync(organisation.Code, new Grant(Role.Organiser, scope), 1));
        }

        await stage.Telling.CommitAsync();
    }

    // A key is given to a person whom the centre knows, so both are two transactions.
    private async Task<List<KeyHolder>> HireAsync(string label, Grant grant, int count)
    {
        var people = new List<PersonId>();
        for (var i = 0; i < count; i++)
        {
            people.Add(await RegisterAsync(_console, new RegisterPersonRequest(AgeBand.Adult), Next(20)));
        }

        await stage.Telling.CommitAsync();
        var hired = new List<KeyHolder>();
        foreach (var person in people)
        {
            hired.Add(await GiveKeyAsync(label, grant, person, Next(20)));
        }

        return hired;
    }

    private async Task InstallScannersAsync()
    {
        foreach (var site in stage.Book.Sites)
        {
            var count = site.Kind == SiteKind.StreetCentre ? ScannersAtCentre : 1;
            Cast.Scanners[site.Code] = [];
            for (var number = 1; number <= count; number++)
            {
                Cast.Scanners[site.Code].Add(await InstallAsync(site.Code, $"{site.Code} scanner {number}"));
            }
        }

        await stage.Telling.CommitAsync();
    }

    private async Task<Scanner> InstallAsync(string site, string name)
    {
        var command = await stage.Telling.BeginAsync(_console, Next(15));
        var reply = await AttendanceEndpoints.EnrolAsync(command, new EnrolDeviceRequest(name, site), keys);
        var device = (EnrolledAnswer)reply.Body!;
        var grant = new Grant(Role.Device, Scope.OfSite(site));
        var caller = stage.Callers.Holder(new CredentialId(device.Id.Value), null, grant);
        return new Scanner(new KeyHolder(name, caller, device.Key!), device.Id);
    }

    private async Task RegisterAsync(DateTimeOffset at)
    {
        var child = Cast.GrownUps.Count > 0 && stage.Chance.Happens(14);
        var age = stage.Chance.Of(child ? _children : _grownUp);
        ValueList<PersonId>? guardians = child ? [stage.Chance.Of(Cast.GrownUps).Person] : null;
        var community = stage.Chance.Of(stage.Book.Communities).Code;
        if (child)
        {
            await stage.Telling.CommitAsync();
        }

        var steward = stage.Chance.Of(Cast.Stewards).Caller;
        var person = await RegisterAsync(steward, new RegisterPersonRequest(age, community, guardians), at);
        var resident = new Resident(person, age, stage.Callers.Resident(person));
        Cast.Residents.Add(resident);
        if (resident.BooksAlone)
        {
            Cast.Bookers.Add(resident);
        }

        if (resident.IsGrownUp)
        {
            Cast.GrownUps.Add(resident);
        }
    }

    private async Task<PersonId> RegisterAsync(Caller caller, RegisterPersonRequest request, DateTimeOffset at)
    {
        var command = await stage.Telling.BeginAsync(caller, at);
        var reply = await PeopleEndpoints.RegisterAsync(command, request with { Personal = _details.Next() }, vaultKey);
        return reply.Refusal is { } refusal
            ? throw new InvalidOperationException($"Nobody was registered: {refusal.Detail}")
            : new PersonId(Guid.Parse(((PersonAnswer)reply.Body!).Id));
    }

    private void FormTeams()
    {
        foreach (var (team, number) in stage.Book.Teams.Select((team, number) => (team, number)))
        {
            var members = Cast.GrownUps.Skip(number * VolunteersOfTeam).Take(VolunteersOfTeam);
            Cast.Volunteers.AddRange(members.Select(member => new TeamVolunteer(member, team.Organisation)));
        }
    }

    private DateTimeOffset Next(int seconds)
    {
        _at += TimeSpan.FromSeconds(stage.Chance.Between(seconds / 2, seconds));
        return _at;
    }
}
