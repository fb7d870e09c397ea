using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>
/// Whoever did the work, wrote it down or made the key that wrote it down does not approve it; whoever approved it does
/// not change it. (A hundred volunteer hours are worth something to the one who has them: star levels, school marks.)
/// </summary>
internal static class FourEyes
{
    public static Refusal NoSuchEntry => new("not-found", "There is no such service entry.");

    public static Refusal WrongState(ServiceEntry entry) =>
        new Refusal("wrong-state", "The entry's state does not allow this.").With("state", entry.State);

    public static Refusal? ForbidApproval(CreditService command, ServiceEntry entry)
    {
        if (command.By.Person == command.Volunteer)
        {
            return SelfApproval("Nobody approves what they did themselves.");
        }

        if (command.By.IsSameHandAs(entry.RecordedBy))
        {
            return SelfApproval("Nobody approves what they recorded themselves.");
        }

        return entry.Hands.Any(hand => hand.IssuedBy.Contains(command.By.Subject))
            ? SelfApproval("Nobody approves what was signed with a key or grant that they issued.")
            : null;
    }

    public static Refusal? ForbidRevocation(RevokeCredit command, ServiceEntry entry) =>
        entry.Approvers.Any(command.By.IsSameHandAs)
            ? SelfApproval("A credit is taken back by somebody other than those who approved it.")
            : null;

    // More minutes are an approval too, so the recorder cannot add them; taking one's own mistake back is welcome.
    public static Refusal? ForbidAdjustment(AdjustService command, ServiceEntry entry)
    {
        if (command.By.Person == command.Volunteer)
        {
            return SelfApproval("Nobody adjusts their own time.");
        }

        if (entry.Approvers.Any(command.By.IsSameHandAs))
        {
            return SelfApproval("An entry is adjusted by somebody other than those who approved it.");
        }

        return command.Minutes > 0 && command.By.IsSameHandAs(entry.RecordedBy)
            ? SelfApproval("Minutes are added by somebody other than the one who recorded the entry.")
            : null;
    }

    private static Refusal SelfApproval(string detail) => new("self-approval", detail);
}
