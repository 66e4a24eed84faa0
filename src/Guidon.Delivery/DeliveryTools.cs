using System.Net.Security;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Mail;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>What all pumps of one service share.</summary>
internal sealed record DeliveryTools
{
    internal required IDeliveryStore Store { get; init; }

    internal required IEventLog Log { get; init; }

    internal required AppendSignal Signal { get; init; }

    internal required HttpSender Sender { get; init; }

    internal required SmtpSender Mail { get; init; }

    /// <summary>Senders for destinations whose receivers ask for a certificate.</summary>
    internal required Func<SslStreamCertificateContext, HttpSender> SenderOf { get; init; }

    /// <summary>What is sent again behind live traffic; <see langword="null"/> when there is no such source.</summary>
    internal IReplaySource? Replays { get; init; }

    /// <summary>Doubt that outlives the process; <see langword="null"/> when it does not.</summary>
    internal IDoubtStore? Doubts { get; init; }

    /// <summary>Attempts for people to look at.</summary>
    internal required AttemptJournal Journal { get; init; }

    /// <summary>Runs the write of a state that nobody asked for, and what tells of it in the same transaction.</summary>
    internal Func<Func<ValueTask>, ValueTask> Recording { get; init; } = static write => write();

    /// <summary>Makes the hashes of traits that a destination must not see in clear.</summary>
    internal required ISettingsProtector Protector { get; init; }

    /// <summary>Where pumps read, map and build.</summary>
    internal required QuietThreads Quiet { get; init; }

    /// <summary>Whether the clocks of receivers are compared with ours.</summary>
    internal bool ReadsClocks { get; init; }

    internal required DeliveryOptions Options { get; init; }

    internal required DeliveryMetrics Metrics { get; init; }

    /// <summary>Wall time: stamps, ages, what receivers are told.</summary>
    internal required TimeProvider Time { get; init; }

    /// <summary>Waits of every kind.</summary>
    internal required SteadyClock Steady { get; init; }
}
