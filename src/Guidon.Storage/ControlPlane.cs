using Guidon.Events;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>The relational model of what operators write, once, for both engines. The tables are made by each engine's own migrations.</summary>
/// <param name="options">Engine and connection.</param>
public sealed class ControlPlane(DbContextOptions<ControlPlane> options) : DbContext(options)
{
    /// <summary>Tenants.</summary>
    public DbSet<Organisation> Organisations => Set<Organisation>();

    /// <summary>People.</summary>
    public DbSet<UserAccount> Users => Set<UserAccount>();

    /// <summary>Who belongs to which organisation.</summary>
    public DbSet<OrganisationMember> Members => Set<OrganisationMember>();

    /// <summary>Keys of the management API.</summary>
    public DbSet<MasterApiKey> MasterApiKeys => Set<MasterApiKey>();

    /// <summary>What people who signed in show.</summary>
    public DbSet<UserToken> UserTokens => Set<UserToken>();

    /// <summary>Whom OpenID Connect providers know, and who that is here.</summary>
    public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();

    /// <summary>Answers of those providers that were used.</summary>
    public DbSet<UsedState> UsedStates => Set<UsedState>();

    /// <summary>Who may choose a new password.</summary>
    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();

    /// <summary>Programs that act in the name of people.</summary>
    public DbSet<Application> Applications => Set<Application>();

    /// <summary>What people allowed them.</summary>
    public DbSet<Consent> Consents => Set<Consent>();

    /// <summary>What they show.</summary>
    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    /// <summary>What people show beside their passwords.</summary>
    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

    /// <summary>Log-ins that wait for a second factor.</summary>
    public DbSet<PendingLogin> PendingLogins => Set<PendingLogin>();

    /// <summary>People who are given permissions together.</summary>
    public DbSet<UserGroup> Groups => Set<UserGroup>();

    /// <summary>Who belongs to which group.</summary>
    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();

    /// <summary>Who may do what, and where.</summary>
    public DbSet<PermissionGrant> Grants => Set<PermissionGrant>();

    /// <summary>Who was asked to join.</summary>
    public DbSet<Invite> Invites => Set<Invite>();

    /// <summary>Groups that invited people join.</summary>
    public DbSet<InviteGroup> InviteGroups => Set<InviteGroup>();

    /// <summary>Links that let anybody join.</summary>
    public DbSet<InviteLink> InviteLinks => Set<InviteLink>();

    /// <summary>Who did what. Read it; <see cref="Audit.AuditTrail"/> writes it.</summary>
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();

    /// <summary>How many audit records there must be.</summary>
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    /// <summary>Projects.</summary>
    public DbSet<Project> Projects => Set<Project>();

    /// <summary>Environments.</summary>
    public DbSet<ProjectEnvironment> Environments => Set<ProjectEnvironment>();

    /// <summary>Server-side SDK keys.</summary>
    public DbSet<ServerKey> ServerKeys => Set<ServerKey>();

    /// <summary>Features.</summary>
    public DbSet<Feature> Features => Set<Feature>();

    /// <summary>Variants.</summary>
    public DbSet<MultivariateOption> MultivariateOptions => Set<MultivariateOption>();

    /// <summary>Defaults and overrides.</summary>
    public DbSet<FeatureState> FeatureStates => Set<FeatureState>();

    /// <summary>Versions of features; read them, and write drafts: <see cref="Versions.VersionLog"/> writes the rest.</summary>
    public DbSet<FeatureVersion> FeatureVersions => Set<FeatureVersion>();

    /// <summary>Weights of variants.</summary>
    public DbSet<MultivariateWeight> MultivariateWeights => Set<MultivariateWeight>();

    /// <summary>Audiences.</summary>
    public DbSet<Segment> Segments => Set<Segment>();

    /// <summary>Labels of features.</summary>
    public DbSet<Tag> Tags => Set<Tag>();

    /// <summary>Which feature has which tag.</summary>
    public DbSet<FeatureTag> FeatureTags => Set<FeatureTag>();

    /// <summary>Who looks after which feature.</summary>
    public DbSet<FeatureOwner> FeatureOwners => Set<FeatureOwner>();

    /// <summary>Which group looks after which feature.</summary>
    public DbSet<FeatureGroupOwner> FeatureGroupOwners => Set<FeatureGroupOwner>();

    /// <summary>Issues and merge requests of features.</summary>
    public DbSet<FeatureExternalResource> ExternalResources => Set<FeatureExternalResource>();

    /// <summary>Repositories that were scanned.</summary>
    public DbSet<CodeRepository> CodeRepositories => Set<CodeRepository>();

    /// <summary>Where they name features.</summary>
    public DbSet<CodeReference> CodeReferences => Set<CodeReference>();

    /// <summary>Who says how features are doing.</summary>
    public DbSet<FeatureHealthProvider> HealthProviders => Set<FeatureHealthProvider>();

    /// <summary>What they said.</summary>
    public DbSet<FeatureHealthEvent> HealthEvents => Set<FeatureHealthEvent>();

    /// <summary>Identities; who changes them tells the store that caches them.</summary>
    public DbSet<Identity> Identities => Set<Identity>();

    /// <summary>Traits, likewise.</summary>
    public DbSet<IdentityTrait> Traits => Set<IdentityTrait>();

    /// <summary>Files of features that were exported and imported.</summary>
    public DbSet<FeatureTransfer> FeatureTransfers => Set<FeatureTransfer>();

    /// <summary>What SDKs report; read only.</summary>
    public DbSet<FeatureCount> FeatureCounts => Set<FeatureCount>();

    /// <summary>How much SDKs ask; read only.</summary>
    public DbSet<RequestCount> RequestCounts => Set<RequestCount>();

    /// <summary>What nodes serve from.</summary>
    public DbSet<PublishedDocument> PublishedDocuments => Set<PublishedDocument>();

    internal bool IsPostgres => Database.ProviderName?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true;

    /// <summary>
    /// PostgreSQL sorts only where no index gives the order, for the rest of the transaction. Without statistics, or with old ones, it would rather sort a
    /// million rows than read the first fifty from an index.
    /// </summary>
    internal void AvoidSorting() => Database.ExecuteSql($"SET LOCAL enable_sort = off");

    /// <summary>Events that the store appends to the log in the transaction that saves this context.</summary>
    public List<NewEvent> Outbox { get; } = [];

    /// <summary>Environments whose documents the store publishes at the end of <see cref="IControlPlaneStore.WriteTogetherAsync"/>; nobody looks at it elsewhere.</summary>
    public HashSet<int> Unpublished { get; } = [];

    /// <summary>Destinations, which are of another store's tables, in this transaction.</summary>
    /// <exception cref="InvalidOperationException">The context was not opened by the store.</exception>
    public PlaneDestinations Destinations
    {
        get => field ?? throw new InvalidOperationException("This context has no session of the store.");
        internal set;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<UuidConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Organisation>().ToTable("organisation").HasQueryFilter(organisation => organisation.DeletedAt == null);
        modelBuilder.Entity<UserAccount>().ToTable("user_account");
        modelBuilder.Entity<OrganisationMember>().ToTable("organisation_member")
            .HasKey(member => new { member.OrganisationId, member.UserId });
        modelBuilder.Entity<MasterApiKey>().ToTable("master_api_key");
        modelBuilder.Entity<UserToken>().ToTable("user_token");
        modelBuilder.Entity<ExternalLogin>().ToTable("external_login");
        modelBuilder.Entity<UsedState>().ToTable("used_state").HasKey(used => used.StateHash);
        modelBuilder.Entity<PasswordReset>().ToTable("password_reset");
        modelBuilder.Entity<Application>().ToTable("application");
        modelBuilder.Entity<Consent>().ToTable("consent");
        modelBuilder.Entity<AccessToken>().ToTable("access_token");
        modelBuilder.Entity<SecondFactor>().ToTable("second_factor").HasKey(factor => factor.UserId);
        modelBuilder.Entity<SecondFactor>().Property(factor => factor.UserId).ValueGeneratedNever();
        modelBuilder.Entity<PendingLogin>().ToTable("pending_login");
        modelBuilder.Entity<UserGroup>().ToTable("user_group");
        modelBuilder.Entity<GroupMember>().ToTable("group_member").HasKey(member => new { member.GroupId, member.UserId });
        modelBuilder.Entity<PermissionGrant>().ToTable("permission_grant");
        modelBuilder.Entity<Invite>().ToTable("invite");
        modelBuilder.Entity<InviteGroup>().ToTable("invite_group").HasKey(member => new { member.InviteId, member.GroupId });
        modelBuilder.Entity<InviteLink>().ToTable("invite_link");
        modelBuilder.Entity<AuditRecord>().ToTable("audit_record").Property(record => record.Id).ValueGeneratedNever();
        modelBuilder.Entity<AuditHead>().ToTable("audit_head").Property(head => head.Id).ValueGeneratedNever();
        modelBuilder.Entity<Project>().ToTable("project").HasQueryFilter(project => project.DeletedAt == null);
        modelBuilder.Entity<ProjectEnvironment>().ToTable("environment").HasQueryFilter(environment => environment.DeletedAt == null);
        modelBuilder.Entity<ServerKey>().ToTable("server_key");
        modelBuilder.Entity<Feature>().ToTable("feature");
        modelBuilder.Entity<MultivariateOption>().ToTable("multivariate_option");
        modelBuilder.Entity<FeatureState>().ToTable("feature_state");
        modelBuilder.Entity<FeatureVersion>().ToTable("feature_version");
        modelBuilder.Entity<MultivariateWeight>().ToTable("multivariate_weight");
        modelBuilder.Entity<Segment>().ToTable("segment").Property(segment => segment.Rules).HasConversion<RulesConverter>();
        modelBuilder.Entity<Tag>().ToTable("tag");
        modelBuilder.Entity<FeatureTag>().ToTable("feature_tag").HasKey(link => new { link.FeatureId, link.TagId });
        modelBuilder.Entity<FeatureOwner>().ToTable("feature_owner").HasKey(link => new { link.FeatureId, link.UserId });
        modelBuilder.Entity<FeatureGroupOwner>().ToTable("feature_group_owner").HasKey(link => new { link.FeatureId, link.GroupId });
        modelBuilder.Entity<FeatureExternalResource>().ToTable("feature_external_resource");
        modelBuilder.Entity<CodeRepository>().ToTable("code_repository");
        modelBuilder.Entity<CodeReference>().ToTable("code_reference").HasKey(found => new { found.FeatureId, found.RepositoryId });
        modelBuilder.Entity<FeatureHealthProvider>().ToTable("feature_health_provider");
        modelBuilder.Entity<FeatureHealthEvent>().ToTable("feature_health_event");
        modelBuilder.Entity<Identity>().ToTable("identity");
        modelBuilder.Entity<IdentityTrait>().ToTable("trait");
        modelBuilder.Entity<FeatureTransfer>().ToTable("feature_transfer");
        modelBuilder.Entity<FeatureCount>().ToTable("feature_usage").HasKey(count => new { count.EnvironmentId, count.Hour, count.FeatureName });
        modelBuilder.Entity<RequestCount>().ToTable("request_usage").HasKey(count => new { count.EnvironmentId, count.Hour, count.Kind });
        modelBuilder.Entity<PublishedDocument>().ToTable("environment_document").HasKey(document => document.EnvironmentId);
        modelBuilder.Entity<PublishedDocument>().Property(document => document.EnvironmentId).ValueGeneratedNever();
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
        if (IsPostgres) IgnoreCase(modelBuilder);
    }

    // SQLite's columns say NOCASE themselves; parameters for PostgreSQL must have the type of the column, or they would be compared as plain text.
    private static void IgnoreCase(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UserAccount>().Property(user => user.Email).HasColumnType("citext");
        modelBuilder.Entity<Feature>().Property(feature => feature.Name).HasColumnType("citext");
        modelBuilder.Entity<Invite>().Property(invite => invite.Email).HasColumnType("citext");
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? "_" + char.ToLowerInvariant(letter)
            : char.ToLowerInvariant(letter).ToString()));
}
