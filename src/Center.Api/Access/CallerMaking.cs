using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Access;

namespace Center.Api.Access;

/// <summary>Makes a caller from what is known of a subject. All credentials of one person are one actor.</summary>
internal static class CallerMaking
{
    /// <summary>A key carries its own role alone, whatever else its person holds.</summary>
    public static async Task<Caller> OfKeyAsync(
        KnownSubject known,
        IssuedKey key,
        string channel,
        Func<string, PersonId, Task<KnownSubject?>> follow
    )
    {
        var belongsToItself = known.Subject == key.Id.ToString();
        PersonId? person = belongsToItself ? null : await FinalAsync(known, follow);
        return new Caller
        {
            Centre = known.Centre,
            Subject = person?.ToString() ?? known.Subject,
            Credential = key.Id,
            Person = person,
            Grants = [key.Grant],
            Role = key.Grant.Role,
            Channel = key.Grant.Role == Role.Device ? "device" : channel,
            IssuedBy = [key.IssuedBy],
        };
    }

    /// <summary>A sign-in by link is the person as a resident, with those roles that the link carries and the person still holds.</summary>
    public static async Task<Caller> OfLinkAsync(
        KnownSubject known,
        IssuedLink link,
        Func<string, PersonId, Task<KnownSubject?>> follow
    )
    {
        var carried = known.Access.Grants.Where(held => link.Grants.Contains(held.Grant)).ToList();
        var person = await FinalAsync(known, follow);
        return Holder(known.Centre, person.ToString(), link.Id, person, carried, "page") with
        {
            IssuedBy = [link.IssuedBy, .. carried.Select(held => held.GrantedBy)],
        };
    }

    /// <summary>An identity of another sign-in service: what it was granted, and all that its person holds.</summary>
    public static async Task<Caller> OfIdentityAsync(
        KnownSubject known,
        CredentialId credential,
        string channel,
        Func<string, PersonId, Task<KnownSubject?>> follow
    )
    {
        if (known.Access.Person is not { } linked || await follow(known.Centre, linked) is not { } owner)
        {
            return Holder(known.Centre, known.Subject, credential, null, known.Access.Grants, channel);
        }

        var person = await FinalAsync(owner, follow);
        var held = known.Access.Grants.Concat(owner.Access.Grants);
        return Holder(known.Centre, person.ToString(), credential, person, held, channel);
    }

    private static Caller Holder(
        string centre,
        string subject,
        CredentialId credential,
        PersonId? person,
        IEnumerable<HeldGrant> held,
        string channel
    )
    {
        var grants = held.Select(one => one.Grant).ToList();
        if (person is not null && !grants.Contains(Grant.Everywhere(Role.Resident)))
        {
            grants.Add(Grant.Everywhere(Role.Resident));
        }

        return new Caller
        {
            Centre = centre,
            Subject = subject,
            Credential = credential,
            Person = person,
            Grants = grants.ToValueList(),
            Role = grants.Count > 0 ? grants[0].Role : Role.Resident,
            Channel = channel,
            IssuedBy = held.Select(one => one.GrantedBy).Distinct().ToValueList(),
        };
    }

    // Merges never go round in a circle, so this ends.
    private static async Task<PersonId> FinalAsync(
        KnownSubject known,
        Func<string, PersonId, Task<KnownSubject?>> follow
    )
    {
        var current = known;
        while (current.Person?.Person.MergedInto is { } into && await follow(known.Centre, into) is { } next)
        {
            current = next;
        }

        return new PersonId(Guid.Parse(current.Subject));
    }
}
