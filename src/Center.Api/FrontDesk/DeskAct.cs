using System;
using Center.Api.Plumbing.Pages;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.FrontDesk;

/// <summary>What a button of the desk does, as its value says it: a verb and what it is about.</summary>
/// <param name="Verb">One of the verbs.</param>
/// <param name="Booking">The booking that it is about, or null.</param>
/// <param name="Place">Code of the place to walk into, or null.</param>
/// <param name="Window">For how long, or null.</param>
/// <param name="Overrides">Whether a rule is set aside, with the form's reason.</param>
public sealed record DeskAct(string Verb, Guid? Booking, string? Place, TimeWindow? Window, bool Overrides = false)
{
    /// <summary>Somebody came.</summary>
    public const string CheckIn = "check-in";

    /// <summary>The check-in was a mistake.</summary>
    public const string Undo = "undo";

    /// <summary>They left.</summary>
    public const string CheckOut = "check-out";

    /// <summary>A request is granted.</summary>
    public const string Approve = "approve";

    /// <summary>A request is declined.</summary>
    public const string Decline = "decline";

    /// <summary>A booking is given up.</summary>
    public const string Cancel = "cancel";

    /// <summary>Somebody takes a place that is free right now.</summary>
    public const string WalkIn = "walk-in";

    /// <summary>A suspension is lifted.</summary>
    public const string Lift = "lift";

    /// <summary>A strike is let go.</summary>
    public const string Forgive = "forgive";

    /// <summary>Somebody who is not known yet is to be written down.</summary>
    public const string Newcomer = "newcomer";

    private const string Override = "override";

    /// <summary>About a booking.</summary>
    public static DeskAct On(string verb, Guid booking) => new(verb, booking, null, null);

    /// <summary>Into a place.</summary>
    public static DeskAct Into(string place, TimeWindow window) => new(WalkIn, null, place, window);

    /// <summary>For somebody who is not known, perhaps with a place in mind.</summary>
    public static DeskAct New(string? place = null) => new(Newcomer, null, place, null);

    /// <summary>Reads the value of a button; null when no button of ours has it.</summary>
    public static DeskAct? Read(string text) =>
        text.Split(' ') switch
        {
            [Lift] => new DeskAct(Lift, null, null, null),
            [Newcomer] => New(),
            [Newcomer, var place] => New(place),
            [WalkIn, var place, var start, var end] => Into(place, start, end, false),
            [WalkIn, var place, var start, var end, Override] => Into(place, start, end, true),
            [CheckIn or Undo or CheckOut or Approve or Decline or Cancel or Forgive, var id]
                when Guid.TryParse(id, out var booking) => On(
                text[..text.IndexOf(' ', StringComparison.Ordinal)],
                booking
            ),
            _ => null,
        };

    /// <summary>The value of its button.</summary>
    public override string ToString() =>
        Window is { } window
            ? $"{Verb} {Place} {PageForm.Write(window.Start)} {PageForm.Write(window.End)}{(Overrides ? $" {Override}" : "")}"
        : Booking is { } booking ? $"{Verb} {booking}"
        : Place is null ? Verb
        : $"{Verb} {Place}";

    private static DeskAct? Into(string place, string start, string end, bool overrides) =>
        Instants.TryRead(start, out var from)
        && Instants.TryRead(end, out var to)
        && TimeWindow.TryMake(from, to) is { } window
            ? Into(place, window) with
            {
                Overrides = overrides,
            }
            : null;
}
