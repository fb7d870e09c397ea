using System.Collections.Generic;
using Center.Api.Access;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;

namespace Center.Api.Demonstration;

/// <summary>A resident.</summary>
/// <param name="Person">The opaque id.</param>
/// <param name="Age">Age in bands.</param>
/// <param name="Caller">The resident as one who acts.</param>
internal sealed record Resident(PersonId Person, AgeBand Age, Caller Caller)
{
    /// <summary>Whether the resident books without a guardian.</summary>
    public bool BooksAlone => IsGrownUp || Age == AgeBand.Under18;

    /// <summary>Whether the resident may answer for a child, and volunteers.</summary>
    public bool IsGrownUp => Age is AgeBand.Adult or AgeBand.Senior;
}

/// <summary>Somebody, or a device, that works at the centre with a key.</summary>
/// <param name="Label">What the key is called.</param>
/// <param name="Caller">Who that is.</param>
/// <param name="Secret">The key, shown at the end.</param>
internal sealed record KeyHolder(string Label, Caller Caller, string Secret);

/// <summary>A scanner at a site; it numbers its scans.</summary>
/// <param name="Holder">The device.</param>
/// <param name="Device">Its id.</param>
internal sealed record Scanner(KeyHolder Holder, DeviceId Device)
{
    private long _seq;

    /// <summary>The number of the next scan.</summary>
    public long NextSeq() => ++_seq;
}

/// <summary>A volunteer of a team.</summary>
/// <param name="Resident">Who.</param>
/// <param name="Organisation">Code of the organisation that runs the team.</param>
internal sealed record TeamVolunteer(Resident Resident, string Organisation);

/// <summary>Who plays in the story.</summary>
internal sealed class Cast
{
    /// <summary>Residents, those who come often in front.</summary>
    public List<Resident> Residents { get; } = [];

    /// <summary>Residents who book without a guardian.</summary>
    public List<Resident> Bookers { get; } = [];

    /// <summary>Adults and seniors.</summary>
    public List<Resident> GrownUps { get; } = [];

    /// <summary>Volunteers of all teams.</summary>
    public List<TeamVolunteer> Volunteers { get; } = [];

    /// <summary>The front desk, at least two.</summary>
    public List<KeyHolder> Stewards { get; } = [];

    /// <summary>Coordinators of volunteering, two: one records, the other credits.</summary>
    public List<KeyHolder> Coordinators { get; } = [];

    /// <summary>One for each organisation.</summary>
    public List<KeyHolder> Organisers { get; } = [];

    /// <summary>Scanners by code of their site.</summary>
    public Dictionary<string, List<Scanner>> Scanners { get; } = [];

    /// <summary>The manager of the centre.</summary>
    public KeyHolder Manager { get; set; } = null!;

    /// <summary>The auditor.</summary>
    public KeyHolder Auditor { get; set; } = null!;
}

/// <summary>Makes the callers of the story as a credential would.</summary>
/// <param name="Centre">The centre (tenant).</param>
internal sealed record Callers(string Centre)
{
    /// <summary>The actor of lapses, as in earnest.</summary>
    public const string LapseSubject = "system:lapse";

    /// <summary>A resident on the pages.</summary>
    public Caller Resident(PersonId person) => Of(person.ToString(), person, Grant.Everywhere(Role.Resident), default);

    /// <summary>Whoever holds a key that was issued at the console.</summary>
    public Caller Holder(CredentialId key, PersonId? person, Grant grant) =>
        Of(person?.ToString() ?? key.ToString(), person, grant, key) with
        {
            IssuedBy = [Issuer.Console.Subject],
        };

    /// <summary>The service itself, when it lapses holds and requests.</summary>
    public Caller Lapse => Caller.Console(Centre) with { Subject = LapseSubject };

    private Caller Of(string subject, PersonId? person, Grant grant, CredentialId key) =>
        new()
        {
            Centre = Centre,
            Subject = subject,
            Person = person,
            Credential = key,
            Grants = [grant],
            Role = grant.Role,
            Channel = Telling.Channel,
        };
}
