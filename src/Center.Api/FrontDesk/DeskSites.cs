using System;
using System.Collections.Generic;
using System.Linq;
using Center.Api.Access;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Microsoft.AspNetCore.Http;

namespace Center.Api.FrontDesk;

/// <summary>Where somebody may stand at the desk, and where he or she stands: <c>?site=</c>, which a cookie remembers.</summary>
internal static class DeskSites
{
    private const string Parameter = "site";
    private const string Cookie = "center-desk";

    /// <summary>Sites within the caller's scope.</summary>
    public static IReadOnlyList<Site> Of(Caller caller, CentreBook book) =>
        [.. book.Sites.Where(site => caller.May(Permission.ActOnAllBookings, site.Code))];

    /// <summary>The one that is looked at: asked for, else remembered, else the centre itself, else the first.</summary>
    public static Site? Chosen(HttpContext http, IReadOnlyList<Site> sites)
    {
        var asked = Find(sites, http.Request.Query[Parameter].ToString());
        if (asked is not null)
        {
            PageCookies.Remember(http, Cookie, asked.Code);
        }

        return asked
            ?? Find(sites, http.Request.Cookies[Cookie])
            ?? sites.FirstOrDefault(site => site.Kind != SiteKind.CommunityStation)
            ?? (sites is [var first, ..] ? first : null);
    }

    private static Site? Find(IReadOnlyList<Site> sites, string? code) =>
        sites.FirstOrDefault(site => site.Code == code);
}
