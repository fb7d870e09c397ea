using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>What a consent is about; each is given by itself (Personal Information Protection Law, arts 14 and 23).</summary>
public enum ConsentKind
{
    /// <summary>To book for the person, and to see and act on the person's bookings.</summary>
    Bookings,

    /// <summary>To see the person's name and contacts.</summary>
    Details,
}

/// <summary>How staff know of a consent that was not given with the person's own credential.</summary>
public enum ConsentEvidence
{
    /// <summary>The person said so at the desk.</summary>
    InPerson,

    /// <summary>A form that the person signed.</summary>
    SignedForm,

    /// <summary>The register of the household.</summary>
    FamilyRegister,

    /// <summary>A decision of a court or of the civil affairs office.</summary>
    OfficialDecision,
}

/// <summary>What was last said about somebody and one kind.</summary>
/// <param name="To">Who may act, as it was said; that record may have been merged away since.</param>
/// <param name="Kind">What for.</param>
/// <param name="Stands">False: withdrawn.</param>
/// <param name="Guardian">Who consented for the person; null when that was the person.</param>
/// <param name="Evidence">How staff know; null when it was given with one's own credential.</param>
public sealed record Consent(
    PersonId To,
    ConsentKind Kind,
    bool Stands,
    PersonId? Guardian = null,
    ConsentEvidence? Evidence = null
)
{
    /// <summary>The list with this in place of what was said before; the newest stands last.</summary>
    /// <param name="said">What was said; null for nothing.</param>
    public ValueList<Consent> After(ValueList<Consent>? said) =>
        (said ?? []).Where(one => one.To != To || one.Kind != Kind).Append(this).ToValueList();
}

/// <summary>What ties one person to another whom she may act for, both by the records that count.</summary>
/// <param name="IsGuardian">Whether she was registered as a guardian.</param>
/// <param name="IsRegistered">Whether staff registered her as somebody who acts for the other.</param>
/// <param name="Said">What the other, or a guardian, has said about her; the newest stands last.</param>
public sealed record Tie(bool IsGuardian, bool IsRegistered, ValueList<Consent> Said)
{
    /// <summary>
    /// Whether it lets her do this. What was said last counts; where nothing was said, a guardian may (Civil Code, arts 23
    /// and 34), and whoever was registered so may book.
    /// </summary>
    /// <param name="kind">What.</param>
    public bool Permits(ConsentKind kind) =>
        Said.LastOrDefault(one => one.Kind == kind) is { } said
            ? said.Stands
            : IsGuardian || (IsRegistered && kind == ConsentKind.Bookings);
}
