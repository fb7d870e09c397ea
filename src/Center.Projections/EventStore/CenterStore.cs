using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Marten;
using Weasel.Core;

namespace Center.Projections.EventStore;

/// <summary>How Marten is set up: one place, used by the service, the commands and the replays.</summary>
public static class CenterStore
{
    /// <summary>PostgreSQL schema of events, rows and tables.</summary>
    public const string Schema = "center";

    /// <summary>Every view of the product, sorted by name.</summary>
    public static IReadOnlyList<View> Views { get; } = [.. All().Where(view => view is not ReplayableTable)];

    /// <summary>The views that are kept in the transaction of the events.</summary>
    public static IReadOnlyList<View> InlineViews { get; } = [.. Views.Where(view => view.Inline)];

    /// <summary>Every plain table that a replay can make again from events, sorted by name.</summary>
    public static IReadOnlyList<ReplayableTable> Tables { get; } = [.. All().OfType<ReplayableTable>()];

    /// <summary>Sets up the store of the running service: events, rows and the views that follow the log.</summary>
    /// <param name="options">Options to fill.</param>
    /// <param name="clock">Clock of whatever Marten itself stamps.</param>
    public static void Configure(StoreOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConfigureEvents(options, clock);
        ConfigureRows(options, Schema);
        foreach (var view in Views)
        {
            var lifecycle = view.Inline ? ProjectionLifecycle.Inline : ProjectionLifecycle.Async;
            options.Projections.Add(new ViewProjection(view), lifecycle, view.Name, Teardown(view));
        }

        // A view that cannot apply an event stops and says so; it never goes on with a wrong figure.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        // What Marten writes is only a part of a transaction: written again alone, it would lack the claims before it.
        options.ConfigureWritePolly(_ => { });
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(100);
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
    }

    /// <summary>Sets up a store that reads the same events but keeps rows in a schema of its own, for a replay.</summary>
    /// <param name="options">Options to fill.</param>
    /// <param name="rowSchema">Schema of the replayed rows.</param>
    public static void ConfigureReplay(StoreOptions options, string rowSchema)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConfigureEvents(options, TimeProvider.System);
        ConfigureRows(options, rowSchema);
        foreach (var rowType in Tables.SelectMany(table => table.RowTypes))
        {
            options.RegisterDocumentType(rowType);
        }
    }

    /// <summary>Name of the table that holds the rows of a type, without its schema.</summary>
    /// <param name="rowType">A row type of a view.</param>
    public static string TableOf(Type rowType) => $"mt_doc_{AliasOf(rowType)}";

    private static IOrderedEnumerable<View> All() =>
        typeof(CenterStore)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(View)) && !type.IsAbstract)
            .Select(type => (View)Activator.CreateInstance(type)!)
            .OrderBy(view => view.Name, StringComparer.Ordinal);

    private static void ConfigureEvents(StoreOptions options, TimeProvider clock)
    {
        options.Events.DatabaseSchemaName = Schema;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.UseTenantPartitionedEvents = true;
        options.Events.EnableBigIntEvents = true;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.UseListenNotifyForEventAppends = true;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.TimeProvider = clock;
        options.Events.IgnoreIndex(EventNaming.Index);
        foreach (var type in EventLanguage.OfDomain.Types)
        {
            options.Events.MapEventType(type, EventLanguage.OfDomain.StoredNameOf(type));
        }
    }

    private static void ConfigureRows(StoreOptions options, string schema)
    {
        options.DatabaseSchemaName = schema;
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.Policies.AllDocumentsAreMultiTenanted();
        options.UseSystemTextJsonForSerialization(CenterJson.Options, EnumStorage.AsString, Casing.CamelCase);
        options.Policies.ForAllDocuments(mapping =>
        {
            if (mapping.DocumentType.IsAssignableTo(typeof(IViewRow)))
            {
                mapping.Alias = AliasOf(mapping.DocumentType);
            }
        });
        foreach (var rowType in Views.SelectMany(view => view.RowTypes))
        {
            options.RegisterDocumentType(rowType);
        }

        foreach (var view in Views)
        {
            view.Index(options.Schema);
        }
    }

    private static Action<AsyncOptions> Teardown(View view) =>
        options =>
        {
            foreach (var rowType in view.RowTypes)
            {
                options.DeleteViewTypeOnTeardown(rowType);
            }
        };

    private static string AliasOf(Type rowType) =>
        string.Concat(rowType.Name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}"))
#pragma warning disable CA1308 // PostgreSQL folds identifiers to lower case
            .ToLowerInvariant();
#pragma warning restore CA1308
}
