using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;

namespace Center.Api.People;

/// <summary>Who speaks for a person about who may act for her.</summary>
/// <param name="Person">The person, by the record that counts.</param>
/// <param name="Voice">Who speaks.</param>
/// <param name="Guardian">The guardian who consents, or null.</param>
/// <param name="Answers">Whether that is a guardian of the person, whose right was not withdrawn.</param>
internal sealed record ConsentVoices(PersonId Person, ConsentVoice Voice, PersonId? Guardian, bool Answers)
{
    /// <summary>Nothing ties two people.</summary>
    public static Tie NoTie { get; } = new(false, false, []);

    /// <summary>Finds out who speaks.</summary>
    /// <param name="command">The command.</param>
    /// <param name="ties">Who may act for whom.</param>
    /// <param name="person">Any record of the person.</param>
    /// <param name="guardian">The guardian whom staff name, or null.</param>
    /// <param name="holder">Who may act so far, when that is to end; else null.</param>
    /// <exception cref="RefusedException">The caller has no say in it.</exception>
    public static async Task<ConsentVoices> OfAsync(
        Command command,
        Ties ties,
        PersonId person,
        PersonId? guardian,
        PersonId? holder = null
    )
    {
        var caller = command.Caller.Person;
        var (self, _) = await ties.FinalAsync(person);
        if (caller == self)
        {
            return new ConsentVoices(self, ConsentVoice.Self, null, false);
        }

        if (caller is { } one && await IsGuardianAsync(ties, one, self))
        {
            var isOwnRight = one == holder;
            return new ConsentVoices(self, isOwnRight ? ConsentVoice.Holder : ConsentVoice.Guardian, one, true);
        }

        if (caller is not null && caller == holder)
        {
            return new ConsentVoices(self, ConsentVoice.Holder, null, false);
        }

        if (!command.Caller.MaySomewhere(Permission.RecordConsents))
        {
            throw Forbidden();
        }

        var (named, _) = guardian is { } id ? await ties.FinalAsync(id) : default;
        return new ConsentVoices(
            self,
            ConsentVoice.Staff,
            guardian is null ? null : named,
            guardian is not null && await IsGuardianAsync(ties, named, self)
        );
    }

    /// <summary>Staff say how they know, and give nothing to themselves; nobody else says so.</summary>
    /// <exception cref="RefusedException">It is not so.</exception>
    public static void CheckEvidence(Command command, ConsentVoices said, ConsentRequest request, PersonId to)
    {
        var isStaff = said.Voice == ConsentVoice.Staff;
        if (isStaff == request.Evidence is null)
        {
            throw new RefusedException(
                "invalid-value",
                isStaff ? "Say how it is known." : "Only staff say how it is known.",
                "evidence"
            );
        }

        if (!isStaff && request.Guardian is not null)
        {
            throw new RefusedException("invalid-value", "Only staff name the guardian.", "guardian");
        }

        if (isStaff && command.Caller.Person == to)
        {
            throw new RefusedException("forbidden", "Nobody records a consent to themselves.");
        }
    }

    public static RefusedException Forbidden() => new("forbidden", "You have no say in who may act for that person.");

    private static async Task<bool> IsGuardianAsync(Ties ties, PersonId guardian, PersonId person) =>
        await ties.BetweenAsync(guardian, person) is { IsGuardian: true } tie && tie.Permits(ConsentKind.Bookings);
}
