using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.People;

/// <summary>What is held about the caller, and its erasure (Personal Information Protection Law, arts 45 and 47).</summary>
internal static class OwnDataEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me/data", Show).Requires(Permission.SeeSelf);
        api.MapDelete("/me/data", Erase).Requires(Permission.EraseSelf);
    }

    private static async Task<IResult> Show(
        HttpContext context,
        NpgsqlDataSource source,
        PersonalTraces traces,
        VaultKey vaultKey,
        IDocumentStore store,
        PeopleActedFor acted
    )
    {
        _ = new QueryParameters(context.Request);
        var (caller, stopping) = (Caller.Of(context), context.RequestAborted);
        var person = PersonOf(caller);
        await using var connection = await source.OpenConnectionAsync(stopping);
        var records = await RecordsAsync(source, caller.Centre, person, stopping);
        var vault = new Vault(connection, caller.Centre, vaultKey);
        var texts = new List<OwnText>();
        foreach (var record in records)
        {
            var all = await vault.ReadAllAsync(record, stopping);
            texts.AddRange(all.Select(text => new OwnText(record, text.Key, text.Value)));
        }

        var kept = OwnRecords.Of(await traces.FindAsync(caller.Centre, records, stopping));
        var lookUps = await traces.LookUpsAsync(caller.Centre, records, stopping);
        await using var session = store.QuerySession(caller.Centre);
        var row = await session.LoadAsync<PersonRow>(person.ToString(), stopping);
        var actsFor = await acted.OfAsync(session, person, ConsentKind.Bookings, stopping);
        var consents = ConsentAnswer.Standing(row?.Person ?? PersonDecider.Initial);
        return new JsonAnswer(
            new OwnDataAnswer(person, records, texts, kept, consents, actsFor, [.. lookUps.Select(OwnLookUp.Of)])
        );
    }

    private static async Task<IResult> Erase(
        HttpContext context,
        CommandDoor door,
        NpgsqlDataSource source,
        PersonalTraces traces,
        Erasing erasing,
        ErasureFile file
    )
    {
        _ = new QueryParameters(context.Request);
        var (caller, stopping) = (Caller.Of(context), context.RequestAborted);
        var person = PersonOf(caller).ToString();

        // Read before the lock: it only says which kinds of records there are.
        var known = await RecordsAsync(source, caller.Centre, new PersonId(Guid.Parse(person)), stopping);
        var kept = OwnRecords.Of(await traces.FindAsync(caller.Centre, known, stopping));
        var erasure = new Erasure(person, kept);
        var answer = await door.RunAsync(command => EraseAsync(command, erasure, erasing));
        if (answer is not ProblemAnswer)
        {
            await KeepAsync(file, erasure.Done);
        }

        return answer;
    }

    // Nobody is told that they are erased before it is certain that no backup can bring them back.
    private static async Task KeepAsync(ErasureFile file, IReadOnlyCollection<KeptErasure> done)
    {
        try
        {
            await file.KeepAsync(done, CancellationToken.None);
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException or StartupFailure)
        {
            throw new RefusedException(
                "overloaded",
                "The data are erased, but that could not be written down beside the keys yet; the service tries again by itself."
            );
        }
    }

    private static async Task<Reply> EraseAsync(Command command, Erasure erasure, Erasing erasing)
    {
        // Begun again when a race was lost.
        erasure.Done.Clear();
        // No merge may come between finding the records and erasing them, and no booking after them.
        var work = command.Work;
        await work.LockCentreAsync();
        var one = await SamePeople.OfAsync(work, new PersonId(Guid.Parse(erasure.Person)));
        IReadOnlyList<string> records = [.. one.Records.Select(record => record.ToString())];
        var ask = new ErasePersonalData(erasure.Kept.Select(kept => kept.Kind).ToValueList());
        var erased = await erasing.RunAsync(command, records, ask, command.Caller.Subject);
        if (erased.Refusal is { } refusal)
        {
            return refusal;
        }

        erasure.Done.AddRange(records.Select(record => new KeptErasure(work.Centre, record, work.Now)));
        return Reply.Ok(new ErasureAnswer(erased.Fields, erasure.Kept));
    }

    private static async Task<IReadOnlyList<string>> RecordsAsync(
        NpgsqlDataSource source,
        string centre,
        PersonId person,
        CancellationToken stopping
    ) => [.. (await SamePeople.OfAsync(source, centre, person, stopping)).Records.Select(record => record.ToString())];

    private sealed record Erasure(string Person, IReadOnlyList<OwnRecords> Kept)
    {
        public List<KeptErasure> Done { get; } = [];
    }

    private static PersonId PersonOf(Caller caller) =>
        caller.Person
        ?? throw new RefusedException("not-found", "This credential is no person's: nothing is held by it.");
}

/// <summary>Everything that is held about a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="Records">The person's records: the one that counts and those merged into it.</param>
/// <param name="Texts">Names, contacts, notes and labels, out of the vault; all of them are erased when asked for.</param>
/// <param name="Kept">What is kept under the opaque id, and by which law.</param>
/// <param name="Consents">Who may act for the person by consent.</param>
/// <param name="ActsFor">People whom the person may book for.</param>
/// <param name="LookUps">Who was shown the name behind the id, and why, in order.</param>
internal sealed record OwnDataAnswer(
    PersonId Person,
    IReadOnlyList<string> Records,
    IReadOnlyList<OwnText> Texts,
    IReadOnlyList<OwnRecords> Kept,
    IReadOnlyList<ConsentAnswer> Consents,
    IReadOnlyList<PersonId> ActsFor,
    IReadOnlyList<OwnLookUp> LookUps
);

/// <summary>Somebody was shown who the person is.</summary>
/// <param name="At">When.</param>
/// <param name="By">Subject that asked.</param>
/// <param name="Role">Role in which it asked.</param>
/// <param name="ReasonCode">Why; see <see cref="LookUpReasons"/>.</param>
/// <param name="Case">Number of the case, or absent.</param>
/// <param name="Event">Id of the event, whose proof an auditor can give.</param>
internal sealed record OwnLookUp(DateTimeOffset At, string By, string Role, string ReasonCode, string? Case, Guid Event)
{
    public static OwnLookUp Of(LookUpTrace trace) =>
        new(trace.At, trace.By, trace.Role, trace.ReasonCode, trace.Case, trace.Event);
}

/// <summary>A text in the vault.</summary>
/// <param name="Record">The record that it belongs to.</param>
/// <param name="Field">What it is: name, phone, a note on a booking and so on.</param>
/// <param name="Text">The text.</param>
internal sealed record OwnText(string Record, string Field, string Text);

/// <summary>Records of one kind that are kept.</summary>
/// <param name="Kind">service-time, bookings, attendance, registration, access or acts-in-office.</param>
/// <param name="Events">How many events.</param>
/// <param name="First">When the first was decided.</param>
/// <param name="Last">When the last was decided.</param>
/// <param name="Law">By which law or standard they are kept.</param>
/// <param name="Years">Least years that they must be kept, counted from the last; absent when the law names none.</param>
internal sealed record OwnRecords(
    string Kind,
    long Events,
    DateTimeOffset First,
    DateTimeOffset Last,
    string Law,
    int? Years
)
{
    public static IReadOnlyList<OwnRecords> Of(IEnumerable<PersonalTrace> traces) =>
        [
            .. traces
                .GroupBy(trace => HeldRecords.Of(trace.StreamKind))
                .Select(kind => new OwnRecords(
                    kind.Key.Kind,
                    kind.Sum(trace => trace.Events),
                    kind.Min(trace => trace.First),
                    kind.Max(trace => trace.Last),
                    kind.Key.Law,
                    kind.Key.Years
                ))
                .OrderBy(records => records.Kind, StringComparer.Ordinal),
        ];
}

/// <summary>What became of a person's data.</summary>
/// <param name="Erased">Fields that were in the vault and are gone for good; empty when they were gone before.</param>
/// <param name="Restricted">What is kept, under an opaque id, for what the law keeps it for and for nothing else.</param>
internal sealed record ErasureAnswer(IReadOnlyList<string> Erased, IReadOnlyList<OwnRecords> Restricted);
