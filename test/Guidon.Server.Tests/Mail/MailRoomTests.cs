using Guidon.Delivery;
using Guidon.Delivery.Mail;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Receivers.Smtp;
using Guidon.Server.Access;
using Guidon.Server.Mail;
using Guidon.Server.Start;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Mail;

/// <summary>Messages to single people: durable where they may be stored, at once and nowhere else where they must not.</summary>
public sealed class MailRoomTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guidon-mail-");
    private readonly StrictSmtp _mail = new StrictSmtp().Start();
    private readonly AppendSignal _signal = new();
    private SqliteStorage _storage = null!;
    private SettingsProtector _protector = null!;
    private DeliveryService _delivery = null!;

    private MailRoom Room => new(_delivery, _storage.EventLog, _signal, new EventIdSource(TimeProvider.System, new Random(1)), isOpen: true, TimeProvider.System);

    [Fact]
    public async Task What_is_posted_survives_a_server_that_is_down_and_a_node_that_starts_again()
    {
        await _mail.StopAsync();
        Assert.True(await Room.PostAsync("new@example.com", "You are invited", "Hello", default));
        await StartAsync();
        await Eventually.TrueAsync("it was tried", async () => (await StatusAsync()).LastProblem == "network");
        await _delivery.DisposeAsync();
        Open();

        _mail.Start();
        await StartAsync();

        await Eventually.TrueAsync("it is delivered", async () => (await StatusAsync()).Ledger is { Delivered: 1, Residual: 0 });
        Assert.Equal("You are invited", Assert.Single(_mail.Mails).Header("Subject"));
    }

    [Fact]
    public async Task What_is_sent_at_once_is_in_no_file()
    {
        Assert.Null(await Room.SendNowAsync("new@example.com", "Your link", "https://guidon.example/reset/once-4711", default));
        Assert.Single(_mail.Mails);
        _mail.RecipientReplies["gone@example.com"] = 550;
        Assert.Equal("recipient_refused", await Room.SendNowAsync("gone@example.com", "Your link", "https://guidon.example/reset/once-4711", default));
        await _mail.StopAsync();
        Assert.Equal("network", await Room.SendNowAsync("new@example.com", "Your link", "https://guidon.example/reset/once-4711", default));

        var files = _folder.GetFiles(SqliteStorage.FileName + "*");
        Assert.NotEmpty(files);
        foreach (var file in files) Assert.DoesNotContain("once-4711", await File.ReadAllTextAsync(file.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_room_and_an_address_that_is_none_send_nothing()
    {
        var closed = new MailRoom(_delivery, _storage.EventLog, _signal, new EventIdSource(TimeProvider.System, new Random(1)), isOpen: false, TimeProvider.System);

        Assert.False(await closed.PostAsync("new@example.com", "s", "t", default));
        Assert.Equal("mail_not_configured", await closed.SendNowAsync("new@example.com", "s", "t", default));
        Assert.False(await Room.PostAsync("new@example.com\r\nDATA", "s", "t", default));
        Assert.Equal("recipient_refused", await Room.SendNowAsync("a@example.com, b@example.com", "s", "t", default));
        Assert.Equal(0, _mail.Conversations);
    }

    public async Task InitializeAsync()
    {
        var opening = SqliteStorage.Open(_folder.FullName, TimeProvider.System, NullLoggerFactory.Instance);
        _storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
        _protector = new SettingsProtector(InstallationSecret.Open(_folder.FullName, isNew: true).Secret ?? throw new InvalidOperationException("no secret"));
        Open();
        await OwnDestinations.DeclareAsync(_storage.Deliveries, _protector, "mail", EventStream.Mail, new SettingsValues([]), default);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _delivery.DisposeAsync();
        await _storage.DisposeAsync();
        await _mail.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Open() => _delivery = new DeliveryService(
        _storage.Deliveries, _storage.EventLog, _signal, Catalog.OfInstallation, _protector,
        new DeliveryOptions { AllowedNetworks = ["127.0.0.0/8"], StopSeconds = 0, RetryLongestSeconds = 1 }, TimeProvider.System, new Random(1), NullLoggerFactory.Instance)
    {
        MailServer = new MailServer { Host = "127.0.0.1", Port = _mail.Port, Security = MailSecurity.None, From = "node@example.net" },
    };

    private Task StartAsync() => _delivery.StartAsync(default);

    private async Task<DestinationStatus> StatusAsync() => (await _delivery.StatusAsync(default)).Single();
}
