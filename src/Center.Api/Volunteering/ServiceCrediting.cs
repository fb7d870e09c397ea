using System;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.Facilities;

namespace Center.Api.Volunteering;

/// <summary>Approves an entry by the rules that are in force on its day.</summary>
internal static class ServiceCrediting
{
    public static async Task<Reply> CreditAsync(Command command, Guid id)
    {
        var book = await command.Work.BookAsync();
        return await ServiceEntryAction.RunAsync(
            command,
            id,
            Permission.CreditService,
            (entry, day) =>
            {
                if (ServiceRules.On(book, entry.Row.Day) is not { } rules)
                {
                    return ServiceRules.BeforeAny;
                }

                var credit = new CreditService(
                    entry.Id,
                    entry.Volunteer,
                    command.Caller.Signature(),
                    rules.Version,
                    new Minutes(rules.DailyCap)
                );
                command.ActAs(Permission.CreditService, rules.Version);
                return VolunteerDayDecider.Decide(credit, day);
            }
        );
    }
}
