using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Server.Mail;
using Guidon.Server.Tracking;
using Guidon.Storage;

namespace Guidon.Server.Start;

/// <summary>What the installation itself has to say: messages to people, and errors to an error tracker. Both are events with destinations of their own.</summary>
internal sealed class OwnRole : IAsyncDisposable
{
    private readonly StartSettings _settings;
    private readonly IStorage _storage;
    private readonly ISettingsProtector _protector;
    private readonly AppendSignal _signal;
    private readonly ILoggerFactory _loggers;

    internal OwnRole(
        StartSettings settings, IStorage storage, DeliveryService delivery, ISettingsProtector protector, AppendSignal signal, EventIdSource ids, TimeProvider time, ILoggerFactory loggers)
    {
        (_settings, _storage, _protector, _signal, _loggers) = (settings, storage, protector, signal, loggers);
        Mail = new MailRoom(delivery, storage.EventLog, signal, ids, isOpen: settings.Mail.Host.Length > 0, time);
        if (settings.Tracking.Dsn.Length == 0) return;
        Tracker = new ErrorTracker(ids, settings.Monitoring.NodeName, time);
        loggers.AddProvider(Tracker);
    }

    internal MailRoom Mail { get; }

    /// <summary><see langword="null"/> when nothing is tracked.</summary>
    internal ErrorTracker? Tracker { get; }

    /// <summary>Before the pumps start. What was configured once and is no more: messages stay and wait, errors are cancelled.</summary>
    internal async Task DeclareAsync(CancellationToken cancellation)
    {
        if (Mail.IsOpen) await DeclareAsync(Catalog.Mail, EventStream.Mail, new SettingsValues([]), cancellation);
        var tracking = Tracker is null ? null : new SettingsValues([new("dsn", _settings.Tracking.Dsn), new("environment", _settings.Tracking.Environment)]);
        var own = await DeclareAsync(Catalog.ErrorTracker, EventStream.Errors, tracking, cancellation);
        if (own is not null) Tracker?.Start(_storage.EventLog, _signal, own.Id, _loggers.CreateLogger<ErrorTracker>());
    }

    public ValueTask DisposeAsync() => Tracker?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<Destination?> DeclareAsync(string integration, int stream, SettingsValues? settings, CancellationToken cancellation) =>
        OwnDestinations.DeclareAsync(_storage.Deliveries, _protector, integration, stream, settings, cancellation);
}
