#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/published_state.h"
#include "app/site_settings.h"
#include "app/views.h"
#include "base/guarded.h"
#include "base/result.h"
#include "knowledge/audience.h"
#include "messages/locale.h"

namespace xinglin {

struct PageContext;
class IntentReader;

/// What is done with the read model that is saved beside a store (docs/READMODEL.md).
enum class SavedModel {
    Unused,   ///< everything is read from the store
    Used,     ///< opened when it is there, made when it is not
    Rebuilt,  ///< made anew, whatever is there
};

/// What the operator decides about reading.
struct ReadingSettings {
    PanelSet curated_only = kCuratedOnlyByDefault;          ///< panels in which imported relations admit nothing
    Audience audience = Audience::Readers;                  ///< editors also see what is imported for them alone
    std::shared_ptr<const IntentReader> intents = nullptr;  ///< the operator's; none: the shipped words alone
    SavedModel saved_model = SavedModel::Unused;
    std::string model_folder = {};  ///< where it is; "": `model` in a data folder, and for a database address nowhere
};

/// The reading use cases over the current (or a pinned) snapshot: what a page or an API answer shows, as plain structs.
/// Every function takes the snapshot once, touches no database, and may be called by any number of threads. NotFound
/// (with a sentence in Chinese for readers) when the id names nothing published; InvalidInput for a page number out of
/// range.
class Portal {
  public:
    /// A Live that `published` stands for must outlive the portal.
    explicit Portal(const PublishedState& published, const ReadingSettings& settings = {});

    /// The same portal over one snapshot and the site's settings of now, whatever is published later. `locale` is that
    /// of the frame of its pages.
    Portal pinned(std::shared_ptr<const Snapshot> snapshot, Locale locale = Locale::ZhHans) const;

    /// Changes with every published change of the content.
    std::int64_t revision() const;

    /// Rises with the revision and with the site's settings: what a kept page was made of.
    std::int64_t edition() const;

    /// What makes this one operator's site; never null.
    std::shared_ptr<const SiteSettings> site() const { return site_edition().settings; }
    /// Not of a pinned portal.
    void set_site(std::shared_ptr<const SiteSettings> settings);

    HomeView home() const;
    NavigationView navigation() const;

    /// Pages by slug: article("hfs-causes") is record "article/hfs-causes".
    Result<ArticleView> article(std::string_view slug) const;
    Result<DoctorView> doctor(std::string_view slug) const;
    Result<HospitalView> hospital(std::string_view slug) const;
    Result<DrugView> drug(std::string_view slug) const;
    /// A test record that is not the page of a concept; test concepts are answered by concept_page().
    Result<TestView> test(std::string_view slug) const;
    Result<QuestionView> question(std::string_view slug) const;
    Result<SourceView> source(std::string_view slug) const;

    /// The page of a concept by its whole id ("condition/hemifacial-spasm").
    Result<ConceptView> concept_page(std::string_view concept_id) const;

    /// Departments at the top of the tree, for /departments.
    std::vector<NavigationView::Department> departments() const;

    /// 20 items a page: curated ones first; texts by day, all others as their names are spoken. A drug's makers share
    /// one item.
    Result<ListView> list(ListKind kind, std::size_t page) const;

    /// The items after the one called `last_id` (ListView::next_after), at most as many as on a page: however much has
    /// come or gone before it meanwhile, none is missed or met twice. Its `page` is 1. Conflict when that item is no
    /// longer listed. O(list).
    Result<ListView> list_after(ListKind kind, std::string_view last_id) const;

    /// A part of a list as readers look through it: by first letter, doctors and hospitals by facets, with counts. 60
    /// names a page, 20 where a line is more than that. O(lines of the list).
    Result<BrowseView> browse(const BrowseRequest& request) const;

    /// Pages whose address is nearly this one ("condition/x"), for a reader who mistyped it or follows an old link:
    /// at most `limit`, of the same kind. O(lines of a list).
    std::vector<Ref> similar_pages(std::string_view id, std::size_t limit) const;

    /// The pages of a list from number `begin` on, at most `limit`; none past the end. Those of records and concepts
    /// that nobody has reviewed are there too: what is shown may be found,
    /// but for texts that search engines are asked to leave out.
    std::vector<MappedPage> mapped_pages(ListKind kind, std::size_t begin, std::size_t limit) const;
    std::size_t page_count(ListKind kind) const;

    /// Of the first 2,000 articles of the list (curated ones, the newest first), those that were published (or also
    /// reviewed, for Changes) last, at most `limit`; those whose day nobody knows, and texts that search engines are
    /// asked to leave out, are not there. Of one department and those below it, when `department_id` is not "".
    /// NotFound when there is no such department.
    enum class FeedOf { Articles, Changes };
    Result<std::vector<FeedEntry>> feed(FeedOf of, std::string_view department_id, std::size_t limit) const;

    /// The record that stood at an old portal's address (old_path_of()), by id; "" when none did.
    std::string record_moved_from(std::string_view old_path) const;

    /// 更多: one panel of the page of `id` (a record id or concept id), 20 items a page.
    Result<PanelPageView> panel_page(std::string_view id, Panel panel, std::size_t page) const;

  private:
    /// What is the same for every page of a snapshot: the lists and the navigation.
    struct Directory;
    using SharedDirectory = std::shared_ptr<Guarded<std::shared_ptr<const Directory>>>;
    Portal(const PublishedState& published, const ReadingSettings& settings, SharedDirectory directory);
    SiteEdition site_edition() const;
    /// The page's panels that this site shows.
    std::vector<PanelView> shown_panels(const Snapshot& snapshot, const PageContext& page) const;
    std::shared_ptr<const Directory> directory_of(const Snapshot& snapshot) const;

    PublishedState live_;
    ReadingSettings settings_;
    SharedDirectory directory_;
    std::shared_ptr<Guarded<SiteEdition>> site_ = std::make_shared<Guarded<SiteEdition>>();
    std::optional<SiteEdition> pinned_site_;
    Locale locale_ = Locale::ZhHans;
};

}  // namespace xinglin
