#include "pack/written_date.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(WrittenDay, IsReadAsPortalsWriteIt) {
    for (const char* text : {"2022-04-05", "2022/4/5", "2022.04.05", "2022年4月5日", "20220405",
                             " 2022-04-05 23:59:59 ", "2022-04-05T01:00:00+08:00", "2022年04月05日 10:00"}) {
        EXPECT_EQ(written_day(text).iso(), "2022-04-05") << text;
    }
    for (const char* text :
         {"", "2022", "2022-04", "4/5/2022", "2022-02-30", "22-04-05", "2022-04-051", "昨天", "2022045"}) {
        EXPECT_FALSE(written_day(text).known()) << text;
    }
}

TEST(WrittenDay, OfATimestampIsTheDayInChina) {
    EXPECT_EQ(day_of_timestamp(1649116800).iso(), "2022-04-05");
    EXPECT_EQ(day_of_timestamp(1649116800000).iso(), "2022-04-05");
    EXPECT_EQ(day_of_timestamp(1649174399).iso(), "2022-04-05") << "23:59:59 in Shanghai is 15:59:59 in Greenwich";
    EXPECT_FALSE(day_of_timestamp(7).known());
    EXPECT_FALSE(day_of_timestamp(-1).known());
}

}  // namespace
}  // namespace xinglin
